package io.datapunk.retry.agent.rules.syntax;

/**
 * Reads the text of a file into nodes: UTF-16 in memory, any line ends, a byte order mark or none. Not thread-safe; for
 * one file.
 */
public final class YamlReader {

    private static final int MAX_CHARACTERS = 3 * 1024 * 1024;

    private final String file;
    private final ProblemList problems;

    /**
     * A reader of one file.
     *
     * @param file its name, for marks
     */
    public YamlReader(String file, ProblemList problems) {
        this.file = file;
        this.problems = problems;
    }

    /** The whole file; {@code null} where it is empty or cannot be read, which is then a problem. Never throws. */
    public Node read(String text) {
        if (text.length() > MAX_CHARACTERS) {
            String found = "found " + text.length() + " characters, expected at most " + MAX_CHARACTERS;
            problems.add(new Mark(file, 1, 1), "", found);
            return null;
        }
        Node plain = PlainYaml.read(file, text);
        return plain == null ? new SnakeYamlReader(file, problems).read(text) : plain;
    }
}
