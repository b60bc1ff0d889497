package io.datapunk.retry.policy;

/** Whether a failure that a method below has already retried in vain is retried once more by a method above it. */
public enum Nested {
    /** Only the innermost method retries: layers of retries do not multiply. */
    INNERMOST,
    /** Every layer retries, and the numbers of their attempts multiply. */
    ALLOW
}
