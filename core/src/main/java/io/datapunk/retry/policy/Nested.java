package io.datapunk.retry.policy;

/** Whether a failure that an inner method has given up on is retried once more by a method above it. */
public enum Nested {
    /** Only the innermost method retries: layers of retries do not multiply. */
    INNERMOST,
    /** Every layer retries, and the numbers of their attempts multiply. */
    ALLOW
}
