package io.datapunk.retry.agent.rules.syntax;

/** A place in a file. Immutable. */
public final class Mark {

    private final String file;
    private final int line;
    private final int column;

    /** Line and column are counted from 1. */
    public Mark(String file, int line, int column) {
        this.file = file;
        this.line = line;
        this.column = column;
    }

    /** Name of the file, as it is to be shown. */
    public String file() {
        return file;
    }

    /** Line, from 1. */
    public int line() {
        return line;
    }

    /** Column, from 1. */
    public int column() {
        return column;
    }

    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
