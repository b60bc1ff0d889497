/**
 * Defines {@code java.lang.DatapunkRetryHook}, the one class of the agent that all class loaders see.
 *
 * <p>Uses {@code files}.
 */
package io.datapunk.retry.agent.hook;
