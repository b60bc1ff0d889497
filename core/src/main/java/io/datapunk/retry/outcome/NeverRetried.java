package io.datapunk.retry.outcome;

import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;

/** What is not retried, whatever the rules say: what a retry cannot mend, or would hide. Stateless. */
final class NeverRetried {

    private NeverRetried() {}

    @SuppressWarnings("removal") // ThreadDeath: still thrown on the JVMs that legacy jars run on
    static boolean includes(Throwable failure) {
        if (failure instanceof Error) {
            return failure instanceof VirtualMachineError
                    || failure instanceof LinkageError
                    || failure instanceof ThreadDeath;
        }
        return failure instanceof InterruptedException
                || failure instanceof ClosedByInterruptException
                // Connect and read timeouts are kinds of it: it is an interrupt only where the flag says so.
                || failure instanceof InterruptedIOException
                        && Thread.currentThread().isInterrupted();
    }
}
