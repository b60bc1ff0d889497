package io.datapunk.retry.outcome;

/**
 * Walks from a failure to its causes. {@code getCause} is code of the exception: it may throw, lead in a
 * circle, or make a new cause each time. So each walk is bounded by {@link #MAX_LINKS}, and a {@code getCause} that
 * throws ends it.
 *
 * <p>Stateless.
 */
public final class Causes {

    /** How many failures a walk looks at, the first included. A circle ends there too. */
    public static final int MAX_LINKS = 256;

    private Causes() {}

    /** The cause of a failure; {@code null} where it has none or does not give it. */
    @SuppressWarnings("removal") // ThreadDeath: still thrown on the JVMs that legacy jars run on
    public static Throwable causeOf(Throwable failure) {
        try {
            Throwable cause = failure.getCause();
            return cause == failure ? null : cause;
        } catch (ThreadDeath death) { // somebody stops the thread: it must stop
            throw death;
        } catch (Throwable ofForeignCode) {
            return null;
        }
    }
}
