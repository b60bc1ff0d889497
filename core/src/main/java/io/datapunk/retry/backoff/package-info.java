/**
 * How long to wait: strategies, jitter, the longest delay, and the text form of durations.
 *
 * <p>Uses: the JDK alone. Every wait costs O(1) and saturates instead of overflowing, for every number of the wait.
 */
package io.datapunk.retry.backoff;
