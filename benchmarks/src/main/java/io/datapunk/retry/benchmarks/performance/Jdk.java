package io.datapunk.retry.benchmarks.performance;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JDK that is measured. */
record Jdk(int version, Path home) {

    /** Those of 17 and 25 that {@code TEST_JDKS} names as {@code VERSION=/path}; without it, the one that runs this. */
    static List<Jdk> ofThisMachine() {
        String named = System.getenv("TEST_JDKS");
        List<Jdk> jdks = new ArrayList<>();
        if (named != null) {
            for (String jdk : named.trim().split("[,\\s]+")) {
                String[] parts = jdk.split("=", 2);
                if (parts[0].equals("17") || parts[0].equals("25")) {
                    jdks.add(new Jdk(Integer.parseInt(parts[0]), Path.of(parts[1])));
                }
            }
        }
        if (jdks.isEmpty()) {
            jdks.add(new Jdk(Runtime.version().feature(), Path.of(System.getProperty("java.home"))));
        }
        return jdks;
    }

    String java() {
        return home.resolve("bin/java").toString();
    }
}
