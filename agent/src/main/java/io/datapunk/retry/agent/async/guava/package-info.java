/**
 * Guava's futures. A loader of its own, which sees the agent and Guava, defines it.
 *
 * <p>Uses: agent.async, com.google.
 */
package io.datapunk.retry.agent.async.guava;
