/**
 * Which outcomes of an attempt are worth a retry, and what can be read from a result or a failure: its status, the server's
 * wish, a property.
 *
 * <p>May use {@code backoff} for the text of durations. Knows classes of the application by name and reflection alone, and
 * holds none of them.
 */
package io.datapunk.retry.outcome;
