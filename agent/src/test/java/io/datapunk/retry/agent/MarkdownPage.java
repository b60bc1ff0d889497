package io.datapunk.retry.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page of the documents, read for its tables. Immutable. */
public final class MarkdownPage {

    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    private final String name;
    private final Map<String, List<List<List<String>>>> tables = new LinkedHashMap<>();

    private MarkdownPage(String name, List<String> lines) {
        this.name = name;
        String heading = "";
        boolean inTable = false;
        for (String line : lines) {
            if (line.startsWith("#")) {
                heading = line.replaceFirst("#+ ", "");
                tables.put(heading, new ArrayList<>());
            }
            if (line.startsWith("| ") && !inTable) {
                tables.get(heading).add(new ArrayList<>());
            } else if (line.startsWith("| ")) {
                List<List<List<String>>> ofHeading = tables.get(heading);
                ofHeading.get(ofHeading.size() - 1).add(cells(line));
            }
            inTable = line.startsWith("|");
        }
    }

    private static List<String> cells(String line) {
        return Arrays.stream(line.substring(1, line.lastIndexOf('|')).split(" \\|", -1))
                .map(String::strip)
                .toList();
    }

    /** Reads a page, by its path below the root of the repository. */
    public static MarkdownPage read(String path) throws IOException {
        return new MarkdownPage(path, Files.readAllLines(Path.of("..").resolve(path)));
    }

    /** The rows of the only table directly below a heading, without its head. */
    public List<List<String>> table(String heading) {
        return table(heading, 0);
    }

    /** The rows of a table directly below a heading, counted from 0. */
    public List<List<String>> table(String heading, int index) {
        List<List<List<String>>> found = tables.getOrDefault(heading, List.of());
        if (index >= found.size()) {
            throw new AssertionError(name + " has no table " + index + " below the heading " + heading);
        }
        return found.get(index);
    }

    /** What the first cell of each row has as code. */
    public List<String> keys(String heading) {
        return keys(heading, 0);
    }

    /** As {@link #keys(String)}, of one of several tables. */
    public List<String> keys(String heading, int index) {
        return table(heading, index).stream()
                .map(row -> codes(row.get(0)))
                .map(codes -> String.join(" ", codes))
                .toList();
    }

    /** Each piece of code in a cell. */
    public static List<String> codes(String cell) {
        List<String> codes = new ArrayList<>();
        Matcher matcher = CODE.matcher(cell);
        while (matcher.find()) {
            codes.add(matcher.group(1));
        }
        return codes;
    }
}
