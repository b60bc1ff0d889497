package io.datapunk.retry.benchmarks.performance;

/** Rules files of any length. */
final class GeneratedRules {

    private GeneratedRules() {}

    /** Exact names, packages, overloads and prefixes in turn, as in real files; none matches what is measured. */
    static String byName(int count) {
        StringBuilder text = new StringBuilder("version: 1\nrules:\n");
        for (int i = 0; i < count; i++) {
            append(
                    text,
                    i,
                    switch (i % 4) {
                        case 0 -> "class: com.acme.p" + i + ".Client, method: call";
                        case 1 -> "class: com.acme.p" + i + ".*, method: [get*, find*]";
                        case 2 -> "class: com.acme.p" + i + ".**, method: 'send(java.lang.String, ..)'";
                        default -> "class: [com.acme.p" + i + ".A, com.acme.p" + i + ".B]";
                    });
        }
        return text.toString();
    }

    /**
     * Supertypes and annotations alone.
     *
     * @param method of the rules by supertype; with a star it is any, and each class is asked for what is above it
     */
    static String byHierarchy(int count, String method) {
        StringBuilder text = new StringBuilder("version: 1\nrules:\n");
        for (int i = 0; i < count; i++) {
            append(
                    text,
                    i,
                    i % 2 == 0
                            ? "subtype-of: com.acme.p" + i + ".Client, method: '" + method + "'"
                            : "annotated-with: com.acme.p" + i + ".Retried");
        }
        return text.toString();
    }

    private static void append(StringBuilder text, int number, String match) {
        text.append("  - {name: r").append(number).append(", match: {").append(match);
        text.append("}, retry-on: [java.io.IOException], max-attempts: 3}\n");
    }
}
