/**
 * Which outcomes of an attempt are retried, and what can be read from a result or a failure: its status, the delay that
 * the server asks for, a property.
 *
 * <p>Uses: backoff. That is for the text form of durations. Classes of the application are known by name and by
 * reflection, and none is held.
 */
package io.datapunk.retry.outcome;
