package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;

/** A program that no rule concerns hears nothing of the agent, and loads next to nothing because of it. */
class QuietStartIT {
    private static final String HELLO = "com.acme.legacy.Hello";
    private static final int FIRST_WITH_METHOD_HANDLES = 18;

    @OnEachJdk
    void saysNothing(TestJdk jdk) {
        Ended plain = ForkedJvm.on(jdk).classPath(Built.FIXTURE).run(HELLO).succeeded();

        ForkedJvm.on(jdk)
                .agent("rules=" + Built.RULES)
                .classPath(Built.FIXTURE)
                .run(HELLO)
                .succeeded()
                .printedTheSameAs(plain)
                .keptStandardErrorEmpty();
    }

    @OnEachJdk
    void loadsNeitherTheWeaverNorLoggingNorJmx(TestJdk jdk) {
        Set<String> loaded = classes(ForkedJvm.on(jdk).agent("rules=" + Built.RULES));
        loaded.removeAll(classes(ForkedJvm.on(jdk)));

        assertThat(loaded).as("what the agent adds").anyMatch(name -> name.startsWith("io.datapunk.retry."));
        assertThat(loaded).as("what the agent adds").noneMatch(LoadedClasses::isHeavy);
    }

    @OnEachJdk
    void isCalledNatively(TestJdk jdk) {
        if (jdk.version() < FIRST_WITH_METHOD_HANDLES) {
            return;
        }
        assertThat(classes(ForkedJvm.on(jdk).agent("rules=" + Built.RULES)))
                .contains("jdk.internal.reflect.DirectMethodHandleAccessor$NativeAccessor");
    }

    private static Set<String> classes(ForkedJvm jvm) {
        Ended ended =
                jvm.jvm("-verbose:class").classPath(Built.FIXTURE).run(HELLO).succeeded();
        Set<String> names = LoadedClasses.of(ended.outLines().stream());
        assertThat(names).as("classes loaded").contains(HELLO, "java.lang.Object");
        return names;
    }
}
