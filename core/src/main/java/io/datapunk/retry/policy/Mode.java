package io.datapunk.retry.policy;

/** What a policy may do to the calls that it governs. */
public enum Mode {
    /** Failures are retried. */
    ENFORCE,
    /** Nothing is retried, refused or waited for; what would have been retried is counted. */
    OBSERVE,
    /** The method runs as if there were no policy. */
    OFF
}
