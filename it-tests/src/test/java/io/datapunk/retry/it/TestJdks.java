package io.datapunk.retry.it;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The JDKs that the forked tests run on: those that the environment variable or system property {@code TEST_JDKS}
 * names, in lines or separated by commas, {@code 8=/path/to/jdk}; without it the one that runs the tests.
 */
final class TestJdks {
    private TestJdks() {}

    /**
     * All of them.
     *
     * @throws IllegalStateException if one does not start or is of another version than it is said to be, which fails
     *     every test that asks
     */
    static List<TestJdk> all() {
        String named = System.getProperty("TEST_JDKS", System.getenv().getOrDefault("TEST_JDKS", ""));
        return named.isBlank() ? List.of(ofTests()) : parse(named);
    }

    /** The first and the last of {@link #all()}; all where the system property {@code it.all.jdks} is {@code true}. */
    static List<TestJdk> few() {
        List<TestJdk> all = all();
        return Boolean.getBoolean("it.all.jdks") || all.size() < 3 ? all : List.of(all.get(0), all.get(all.size() - 1));
    }

    static TestJdk ofTests() {
        return new TestJdk(Runtime.version().feature(), Path.of(System.getProperty("java.home")));
    }

    static List<TestJdk> parse(String named) {
        List<TestJdk> jdks = new ArrayList<>();
        for (String entry : named.strip().split("\\s*[,\n]\\s*", -1)) {
            int equals = entry.indexOf('=');
            if (equals < 0) {
                throw new IllegalStateException("TEST_JDKS has an entry that is not VERSION=/path: " + entry);
            }
            jdks.add(TestJdk.checked(Integer.parseInt(entry.substring(0, equals)), entry.substring(equals + 1)));
        }
        return jdks;
    }
}
