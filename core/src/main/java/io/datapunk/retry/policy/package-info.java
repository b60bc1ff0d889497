/**
 * What can be said about retries, as validated, immutable values. Nothing here runs a call.
 *
 * <p>Uses: backoff, outcome.
 */
package io.datapunk.retry.policy;
