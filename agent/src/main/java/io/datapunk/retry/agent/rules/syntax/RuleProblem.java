package io.datapunk.retry.agent.rules.syntax;

/**
 * Something wrong in a rules file, or to be warned of: where, what was found, what was expected. One line for people.
 * Immutable.
 */
public final class RuleProblem implements Comparable<RuleProblem> {

    private final Mark mark;
    private final String path;
    private final String message;
    private final String warning;
    private final String rule;

    RuleProblem(Mark mark, String path, String message) {
        this(mark, path, message, null, null);
    }

    RuleProblem(Mark mark, String path, String message, String warning, String rule) {
        this.mark = mark;
        this.warning = warning;
        this.rule = rule;
        this.path = path;
        // What a message quotes, a property path or a pattern, may have lines of its own.
        this.message = message.replace('\n', ' ').replace('\r', ' ');
    }

    /** Where. */
    public Mark mark() {
        return mark;
    }

    /** Path of keys; empty for the whole file. */
    public String path() {
        return path;
    }

    /** What is wrong, without the place. */
    public String message() {
        return message;
    }

    /** Id of the kind of warning; {@code null}: it is not one, but an error. */
    public String warning() {
        return warning;
    }

    /** Name of the rule that it is about; {@code null}: of no single one. */
    public String rule() {
        return rule;
    }

    /** In the order of the file. */
    @Override
    public int compareTo(RuleProblem other) {
        int byFile = mark.file().compareTo(other.mark.file());
        if (byFile != 0) {
            return byFile;
        }
        int byLine = Integer.compare(mark.line(), other.mark.line());
        return byLine != 0 ? byLine : Integer.compare(mark.column(), other.mark.column());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RuleProblem && toString().equals(other.toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }

    @Override
    public String toString() {
        return line() + (warning == null ? "" : " [" + warning + "]");
    }

    /** The line without the id. */
    public String line() {
        return mark + ": " + (path.isEmpty() ? "" : path + ": ") + message;
    }
}
