package io.datapunk.retry.benchmarks.performance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** The raw results: a line for each figure of each run. */
final class Figures {
    private static final int FIELDS = 5;
    private final Path file;

    Figures(Path file) {
        this.file = file;
    }

    /** What one run showed in one column of one row, or a word about it. */
    private record Figure(int jdk, String table, String row, String column, String value) {}

    void add(Jdk jdk, String table, String row, String column, double value) throws IOException {
        add(jdk, table, row, column, String.format(Locale.ROOT, "%.3f", value));
    }

    void add(Jdk jdk, String table, String row, String column, String value) throws IOException {
        String line = String.join("\t", String.valueOf(jdk.version()), table, row, column, value) + "\n";
        Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Forgets what was measured of a JDK for a table before. */
    void forget(Jdk jdk, String table) throws IOException {
        if (Files.exists(file)) {
            String prefix = jdk.version() + "\t" + table + "\t";
            Files.write(
                    file,
                    Files.readAllLines(file).stream()
                            .filter(line -> !line.startsWith(prefix))
                            .toList());
        }
    }

    List<Integer> jdks() throws IOException {
        return read().stream().map(Figure::jdk).distinct().sorted().toList();
    }

    List<String> rows(int jdk, String table) throws IOException {
        return read().stream()
                .filter(figure -> figure.jdk == jdk && figure.table.equals(table))
                .map(Figure::row)
                .distinct()
                .toList();
    }

    /** Not a number where nothing was measured. */
    double median(int jdk, String table, String row, String column) throws IOException {
        return median(numbers(jdk, table, row, column));
    }

    /**
     * The median of what a row shows more than its baseline in the same round: the machine's speed changes between
     * rounds. Not a number where nothing was measured.
     */
    double medianMore(int jdk, String table, String row, String baseline, String column) throws IOException {
        double[] values = numbers(jdk, table, row, column);
        double[] base = numbers(jdk, table, baseline, column);
        return median(IntStream.range(0, Math.min(values.length, base.length))
                .mapToDouble(round -> values[round] - base[round])
                .toArray());
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted.length == 0 ? Double.NaN : (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    private double[] numbers(int jdk, String table, String row, String column) throws IOException {
        return words(jdk, table, row, column).stream()
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    List<String> words(int jdk, String table, String row, String column) throws IOException {
        return read().stream()
                .filter(figure -> figure.jdk == jdk
                        && figure.table.equals(table)
                        && figure.row.equals(row)
                        && figure.column.equals(column))
                .map(Figure::value)
                .toList();
    }

    private List<Figure> read() throws IOException {
        return Files.readAllLines(file).stream()
                .map(line -> line.split("\t", -1))
                .map(fields -> {
                    if (fields.length != FIELDS) {
                        throw new IllegalStateException("not a figure: " + Arrays.toString(fields));
                    }
                    return new Figure(Integer.parseInt(fields[0]), fields[1], fields[2], fields[3], fields[4]);
                })
                .toList();
    }
}
