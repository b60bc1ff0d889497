package io.datapunk.retry.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What a forked test has seen to hold, for {@code docs/compatibility.md}: a line each in
 * {@code target/compatibility.tsv}, from which {@code io.datapunk.retry.compatibility.CompatibilityReport} makes its
 * tables. A test says so in its last statement, after its assertions, so that what fails leaves no line.
 */
final class Matrix {
    private static final Path FILE = BuildArtifacts.ROOT.resolve("it-tests/target/compatibility.tsv");

    private Matrix() {}

    /**
     * Records one cell.
     *
     * @param group the table: one of those that {@code docs/compatibility.md} has a place for, such as
     *     {@code platforms}
     * @param row what was tried, in words for operators, with versions
     * @param jdk the column
     * @param figure what was seen, short: a count or a measure, or {@code yes}
     */
    static synchronized void holds(String group, String row, TestJdk jdk, String figure) throws IOException {
        String line = String.join("\t", group, row, Integer.toString(jdk.version()), figure) + "\n";
        if (line.chars().filter(c -> c == '\t').count() != 3 || line.indexOf('\n') != line.length() - 1) {
            throw new IllegalArgumentException("tabs or line feeds in " + line);
        }
        Files.writeString(FILE, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
