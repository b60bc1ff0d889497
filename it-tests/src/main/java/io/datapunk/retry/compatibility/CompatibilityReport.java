package io.datapunk.retry.compatibility;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Puts what the last run of the forked tests has seen into {@code docs/compatibility.md}:
 * {@code CompatibilityReport ROOT}. A table goes between each {@code <!-- table GROUP -->} and {@code <!-- end -->};
 * the words around them stay as they are.
 */
public final class CompatibilityReport {
    private static final Pattern TABLE = Pattern.compile("<!-- table (\\S+) -->\n(.*?)<!-- end -->\n", Pattern.DOTALL);

    /** Group, row, JDK, figure. */
    private static final int FIELDS = 4;

    private CompatibilityReport() {}

    public static void main(String[] args) throws IOException {
        Path root = Path.of(args[0]);
        Map<String, Map<String, Map<Integer, String>>> seen =
                read(Files.readAllLines(root.resolve("it-tests/target/compatibility.tsv")));
        Path document = root.resolve("docs/compatibility.md");
        Files.writeString(document, withTables(Files.readString(document), seen));
    }

    /** By group, row and JDK; of what was seen twice, the later. */
    static Map<String, Map<String, Map<Integer, String>>> read(List<String> lines) {
        Map<String, Map<String, Map<Integer, String>>> seen = new LinkedHashMap<>();
        for (String line : lines) {
            String[] fields = line.split("\t", -1);
            if (fields.length != FIELDS) {
                throw new IllegalStateException("not a line of the forked tests: " + line);
            }
            seen.computeIfAbsent(fields[0], group -> new TreeMap<>())
                    .computeIfAbsent(fields[1], row -> new TreeMap<>())
                    .put(Integer.parseInt(fields[2]), fields[3]);
        }
        return seen;
    }

    /**
     * The document with its tables anew.
     *
     * @throws IllegalStateException if it has a table of which nothing was seen, or lacks one of which something was
     */
    static String withTables(String document, Map<String, Map<String, Map<Integer, String>>> seen) {
        List<String> missing = new ArrayList<>(seen.keySet());
        String written = TABLE.matcher(document).replaceAll(found -> {
            String group = found.group(1);
            if (!missing.remove(group)) {
                throw new IllegalStateException("the last run has seen nothing of " + group);
            }
            return Matcher.quoteReplacement(
                    "<!-- table " + group + " -->\n" + table(seen.get(group)) + "<!-- end -->\n");
        });
        if (!missing.isEmpty()) {
            throw new IllegalStateException("the document has no place for " + missing);
        }
        return written;
    }

    private static String table(Map<String, Map<Integer, String>> rows) {
        TreeSet<Integer> jdks = new TreeSet<>();
        rows.values().forEach(row -> jdks.addAll(row.keySet()));
        StringBuilder table = new StringBuilder("| |");
        jdks.forEach(jdk -> table.append(' ').append(jdk).append(" |"));
        table.append("\n|---|").append("---|".repeat(jdks.size())).append('\n');
        rows.forEach((row, cells) -> table.append("| ")
                .append(row)
                .append(" | ")
                .append(jdks.stream().map(jdk -> cells.getOrDefault(jdk, "–")).collect(Collectors.joining(" | ")))
                .append(" |\n"));
        return table.toString();
    }
}
