/**
 * What a caller may say about retries, as validated, immutable values; nothing here runs a call.
 *
 * <p>May use {@code outcome} and {@code backoff}.
 */
package io.datapunk.retry.policy;
