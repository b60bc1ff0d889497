package io.datapunk.retry.outcome;

/**
 * What becomes of a result that the next attempt replaces: a response that nobody closes keeps its connection.
 * Immutable and thread-safe.
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
     * Discards the result of an attempt. What fails is reported, not thrown: the next attempt is made all the same.
     * Errors of the JVM itself pass.
     *
     * @param problems is told what could not be closed
     */
    public void discard(AttemptOutcome attempt, ErrorReporter problems) {
        OwnWork own = OwnWork.ofThread();
        own.depth++;
        try {
            if (call != null) {
                call.read(attempt);
            } else if (this == CLOSE && attempt.result() != null) {
                close(attempt.result());
            }
        } catch (Exception | LinkageError | AssertionError e) {
            problems.report("a retried result was not discarded (discard: " + name + "): " + why(e), e);
            if (e instanceof InterruptedException || e.getCause() instanceof InterruptedException) {
                Thread.currentThread().interrupt(); // it is not ours to swallow: the next wait will see it
            }
        } finally {
            own.depth--;
        }
    }

    /** Without the message of what was thrown, which may hold values and differ each time. */
    private static String why(Throwable error) {
        return error instanceof UnreadablePropertyException
                ? error.getMessage()
                : "it threw " + error.getClass().getName();
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
