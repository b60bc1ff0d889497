package io.datapunk.retry.outcome;

import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;

/** What is not retried, whatever the rules say: what a retry cannot mend, or would hide. Stateless. */
final class NeverRetried {

    private NeverRetried() {}

    @SuppressWarnings("removal") // ThreadDeath: still thrown on the JVMs that legacy jars run on
    static boolean includes(Throwable failure) {
        if (failure instanceof VirtualMachineError
                || failure instanceof LinkageError
                || failure instanceof ThreadDeath
                // Connect and read timeouts are kinds of it: it is an interrupt only where the flag says so.
                || failure instanceof InterruptedIOException && isInterrupted()) {
            return true;
        }
        return hasInterruptAmongCauses(failure);
    }

    /** A thread that was told to stop says so in the wrapping that the library between knows. */
    private static boolean hasInterruptAmongCauses(Throwable failure) {
        Throwable link = failure;
        for (int i = 0; i < Causes.MAX_LINKS && link != null; i++) {
            if (link instanceof InterruptedException || link instanceof ClosedByInterruptException) {
                return true;
            }
            link = Causes.causeOf(link);
        }
        return false;
    }

    /**
     * The first bare {@code InterruptedIOException}, not one of its subclasses, of a failure and its causes; {@code
     * null} where there is none. Piped streams throw it for an interrupt and clear the flag; OkHttp throws it for a
     * call timeout. Only a rule that names the class can tell which of the two it is.
     */
    static Throwable bareInterruptedIo(Throwable failure) {
        Throwable link = failure;
        for (int i = 0; i < Causes.MAX_LINKS && link != null; i++) {
            if (link.getClass() == InterruptedIOException.class) {
                return link;
            }
            link = Causes.causeOf(link);
        }
        return null;
    }

    static boolean isInterrupted() {
        return Thread.currentThread().isInterrupted();
    }
}
