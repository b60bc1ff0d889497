package io.datapunk.retry.guard;

/** Makes what a call throws that an open circuit breaker refused at once. Thread-safe. */
public interface OpenFailure {

    /**
     * Makes it.
     *
     * @param message why, for people
     * @return what is thrown, checked or not; {@code null} where it cannot be made, and the default stands in for it
     */
    Throwable create(String message);
}
