package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;

/** A program that no rule concerns hears nothing of the agent, and loads next to nothing because of it. */
class QuietStartIT {
    private static final String HELLO = "com.acme.legacy.Hello";

    @OnEachJdk
    void saysNothing(TestJdk jdk) {
        ProcessResult plain =
                ForkedJvm.on(jdk).classPath(BuildArtifacts.FIXTURE).run(HELLO).succeeded();

        ForkedJvm.on(jdk)
                .agent("rules=" + BuildArtifacts.RULES)
                .classPath(BuildArtifacts.FIXTURE)
                .run(HELLO)
                .succeeded()
                .printedTheSameAs(plain)
                .keptStandardErrorEmpty();
    }

    @OnEachJdk
    void loadsNeitherTheWeaverNorLoggingNorJmx(TestJdk jdk) {
        Set<String> loaded = classes(ForkedJvm.on(jdk).agent("rules=" + BuildArtifacts.RULES));
        loaded.removeAll(classes(ForkedJvm.on(jdk)));

        assertThat(loaded).as("what the agent adds").anyMatch(name -> name.startsWith("io.datapunk.retry."));
        assertThat(loaded).as("what the agent adds").noneMatch(LoadedClasses::isHeavy);
    }

    private static Set<String> classes(ForkedJvm jvm) {
        ProcessResult ended = jvm.jvm("-verbose:class")
                .classPath(BuildArtifacts.FIXTURE)
                .run(HELLO)
                .succeeded();
        Set<String> names = LoadedClasses.of(ended.outLines().stream());
        assertThat(names).as("classes loaded").contains(HELLO, "java.lang.Object");
        return names;
    }
}
