/** Guava's futures. May use {@code async} and Guava; sees both, being defined by a loader of its own. */
package io.datapunk.retry.agent.async.guava;
