package io.datapunk.retry.guard;

/** Counts calls that succeeded at once, which cost a {@link RetryBudget} nothing until it asks. Thread-safe. */
public interface CallSource {

    /**
     * How many there were since this was asked last. Each call is given once, to one of those who ask at the same
     * time.
     */
    long takeNew();
}
