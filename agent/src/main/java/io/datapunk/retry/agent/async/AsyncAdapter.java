package io.datapunk.retry.agent.async;

/** What is to be known of one type of future or stream. Thread-safe. */
public interface AsyncAdapter {

    /**
     * Follows what a method has returned.
     *
     * @param returned not {@code null}; of the type
     * @return of the type; for the method's caller
     */
    Object follow(Object returned, FollowedCall call);

    /** A future or stream of the type that fails. */
    Object failed(Throwable failure);

    /**
     * A future or stream of the type that has this value.
     *
     * @param value may be {@code null}; a stream is then empty
     */
    Object completed(Object value);
}
