package io.datapunk.retry.agent.rules.syntax;

/** Something wrong in a rules file: where, what was found, what was expected. One line for people. Immutable. */
public final class RuleProblem implements Comparable<RuleProblem> {

    private final Mark mark;
    private final String path;
    private final String message;

    RuleProblem(Mark mark, String path, String message) {
        this.mark = mark;
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
        return mark + ": " + (path.isEmpty() ? "" : path + ": ") + message;
    }
}
