package io.datapunk.retry.agent.log;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.time.Instant;

/**
 * Writes lines such as {@code [datapunk-retry] WARN text}. Characters that would change how a terminal shows what
 * follows are written as escapes ({@link PlainText}): names of classes and files may have them. Thread-safe; never
 * throws because of the stream, and holds no lock of its own: a line is one write.
 *
 * <p>The stream is the agent's own, not {@code System.err}: an application may hold that one's lock, or put a stream in
 * its place whose own code is retried. Nor is it a {@link java.io.PrintStream}: from Java 19 to 23 that one has an
 * explicit lock, which a StackOverflowError on a thread of the application could leave held.
 */
public final class AgentLog {

    private static final String PREFIX = "[datapunk-retry] ";

    private final Level level;
    private final OutputStream out;
    private final Charset charset;
    private final boolean isTimed;

    /**
     * A log.
     *
     * @param level lines below it are not written
     * @param out takes each line in one piece; thread-safe, not buffered
     * @param charset of the bytes that are written
     * @param isTimed whether each line begins with the time, in UTC as ISO 8601 writes it
     */
    public AgentLog(Level level, OutputStream out, Charset charset, boolean isTimed) {
        this.level = level;
        this.out = out;
        this.charset = charset;
        this.isTimed = isTimed;
    }

    /** Whether lines of this level are written. */
    public boolean isEnabled(Level wanted) {
        return wanted.compareTo(level) <= 0;
    }

    /** Something is wrong, and the agent or a rule does not work. */
    public void error(String text) {
        log(Level.ERROR, text);
    }

    /** Something is left alone, or looks like a mistake. */
    public void warn(String text) {
        log(Level.WARN, text);
    }

    /** What the agent does. */
    public void info(String text) {
        log(Level.INFO, text);
    }

    /** What only those want to know who look for a fault. */
    public void debug(String text) {
        log(Level.DEBUG, text);
    }

    private void log(Level wanted, String text) {
        if (isEnabled(wanted)) {
            String time = isTimed ? Instant.now() + " " : "";
            String line = time + PREFIX + wanted + " " + PlainText.of(text) + System.lineSeparator();
            try {
                out.write(line.getBytes(charset)); // one call: lines of several threads do not mix
            } catch (IOException e) {
                // Nobody is left to be told: the device is full, or who read from the pipe has gone.
            }
        }
    }

    /** How much is written: each level includes those before it. */
    public enum Level {
        /** Nothing. */
        OFF,
        /** What does not work. */
        ERROR,
        /** Also what is left alone. */
        WARN,
        /** Also what the agent does. */
        INFO,
        /** Everything. */
        DEBUG
    }
}
