package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A program that no rule concerns hears nothing of the agent, and loads next to nothing because of it. */
class QuietStartIT {
    private static final String HELLO = "com.acme.legacy.Hello";

    /** {@code [Loaded NAME from …]} on 8, {@code […][class,load] NAME source: …} after that. */
    private static final Pattern LOADED =
            Pattern.compile("^(?:\\[Loaded (\\S+) from|.*\\[class,load *] (\\S+) source:).*");

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
    void loadsNeitherByteBuddyNorLoggingNorJmx(TestJdk jdk) {
        Set<String> loaded = classes(ForkedJvm.on(jdk).agent("rules=" + Built.RULES));
        loaded.removeAll(classes(ForkedJvm.on(jdk)));

        assertThat(loaded).as("what the agent adds").anyMatch(name -> name.startsWith("io.datapunk.retry."));
        assertThat(loaded).as("what the agent adds").noneMatch(QuietStartIT::isHeavy);
    }

    /** Relocated or not, a library is known by the rest of its name. */
    private static boolean isHeavy(String name) {
        return name.contains("bytebuddy")
                || name.startsWith("java.util.logging.")
                || name.startsWith("javax.management.")
                || name.startsWith("java.security.MessageDigest");
    }

    private static Set<String> classes(ForkedJvm jvm) {
        Ended ended =
                jvm.jvm("-verbose:class").classPath(Built.FIXTURE).run(HELLO).succeeded();
        Set<String> names = new TreeSet<>();
        for (String line : ended.outLines()) {
            Matcher matcher = LOADED.matcher(line);
            if (matcher.matches()) {
                names.add(matcher.group(1) != null ? matcher.group(1) : matcher.group(2));
            }
        }
        assertThat(names).as("classes loaded").contains(HELLO, "java.lang.Object");
        return names;
    }
}
