package io.datapunk.retry.call;

/** Makes the failures that the engine itself finds, of types that stand above it. Thread-safe. */
public interface ExceptionFactory {

    /**
     * An attempt was cut short.
     *
     * @param message for people
     * @param cause how the attempt took it
     * @param attempts made so far, this one included
     */
    Throwable attemptTimedOut(String message, Throwable cause, int attempts);

    /**
     * What a call that is cut short fails with where its own failure cannot be made, for want of memory: made
     * beforehand, and the same each time.
     */
    Throwable timeIsOver();
}
