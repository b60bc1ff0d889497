package io.datapunk.retry.it;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A JDK that is known to start, by its feature version (8, 11, …) and its home. */
record TestJdk(int version, Path home) {
    private static final Pattern VERSION = Pattern.compile("version \"(?:1\\.)?(\\d+)");
    private static final Map<String, TestJdk> CHECKED = new ConcurrentHashMap<>();

    Path java() {
        return home.resolve("bin").resolve("java");
    }

    /**
     * That JDK, started once to see that it is what it is said to be.
     *
     * @throws IllegalStateException if it is not
     */
    static TestJdk checked(int version, String home) {
        return CHECKED.computeIfAbsent(version + "=" + home, key -> check(new TestJdk(version, Path.of(home))));
    }

    private static TestJdk check(TestJdk jdk) {
        String answer;
        try {
            answer = ForkedJvm.on(jdk).jvm("-version").run().err();
        } catch (UncheckedIOException e) {
            throw new IllegalStateException("TEST_JDKS: " + jdk + " does not start", e);
        }
        Matcher matcher = VERSION.matcher(answer);
        if (!matcher.find() || Integer.parseInt(matcher.group(1)) != jdk.version) {
            throw new IllegalStateException("TEST_JDKS: " + jdk + " says of itself: " + answer);
        }
        return jdk;
    }

    @Override
    public String toString() {
        return "JDK " + version + " (" + home + ")";
    }
}
