package io.datapunk.retry.outcome;

/**
 * What becomes of a result that the next attempt replaces: a response that nobody closes keeps its connection. Immutable
 * and thread-safe.
 */
public final class Discard {

    /** It is closed where it can be: what is {@code AutoCloseable}, and the usual HTTP responses. */
    public static final Discard CLOSE = new Discard("close", null);

    /** Nothing is done. */
    public static final Discard KEEP = new Discard("keep", null);

    private final String name;
    private final PropertyPath call;

    private Discard(String name, PropertyPath call) {
        this.name = name;
        this.call = call;
    }

    /** A method to call instead, such as {@code arg0.releaseConnection}. */
    public static Discard calling(PropertyPath path) {
        return new Discard(path.toString(), path);
    }

    /**
     * Discards the result of an attempt. Never throws: the next attempt is made all the same.
     *
     * @param problems hears of what could not be closed
     */
    public void discard(Attempt attempt, Problems problems) {
        try {
            if (call != null) {
                call.read(attempt);
            } else if (this == CLOSE && attempt.result() != null) {
                close(attempt.result());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception | LinkageError | AssertionError e) {
            problems.report(
                    "a retried result was not discarded (discard: " + name + "): "
                            + e.getClass().getName(),
                    e);
        }
    }

    private static void close(Object result) throws Exception {
        if (result instanceof AutoCloseable) {
            ((AutoCloseable) result).close();
            return;
        }
        PropertyPath ofResponse = HttpResponses.discardOf(result);
        if (ofResponse != null) {
            try {
                ofResponse.readFrom(result);
            } catch (UnreadablePropertyException e) {
                if (e.getCause() != null) {
                    throw e; // it was there and failed; a body that cannot be closed need not be
                }
            }
        }
    }

    /** Whether it looks at the receiver or the arguments. */
    public boolean looksAtReceiverOrArguments() {
        return call != null && call.startsAtReceiverOrArgument();
    }

    @Override
    public String toString() {
        return name;
    }
}
