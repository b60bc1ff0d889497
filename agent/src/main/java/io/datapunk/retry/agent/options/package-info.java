/**
 * What operators say to the agent itself: its options, from the agent's argument, system properties and the environment.
 *
 * <p>May use {@code log} and {@code rules.syntax} for the nearest right key.
 */
package io.datapunk.retry.agent.options;
