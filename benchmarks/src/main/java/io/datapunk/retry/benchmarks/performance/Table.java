package io.datapunk.retry.benchmarks.performance;

import java.io.IOException;
import java.util.List;

/** A table of Markdown with the same columns for each JDK. */
final class Table {
    private final List<Integer> jdks;
    private final StringBuilder text = new StringBuilder("| |");

    Table(List<Integer> jdks, String... columns) {
        this.jdks = jdks;
        for (int jdk : jdks) {
            for (int i = 0; i < columns.length; i++) {
                text.append(i == 0 ? " JDK " + jdk + ": " : " ")
                        .append(columns[i])
                        .append(" |");
            }
        }
        text.append("\n|---|")
                .append("--:|".repeat(jdks.size() * columns.length))
                .append('\n');
    }

    /** What a column shows for a JDK. */
    @FunctionalInterface
    interface Cell {
        String of(int jdk) throws IOException;
    }

    void row(String label, Cell... columns) throws IOException {
        text.append("| ").append(label).append(" |");
        for (int jdk : jdks) {
            for (Cell column : columns) {
                text.append(' ').append(column.of(jdk)).append(" |");
            }
        }
        text.append('\n');
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
