/**
 * The table of asynchronous types: futures and streams that are followed, those that are known and not followed, and
 * callbacks. All other packages ask it, by the names of types alone.
 *
 * <p>Uses: nothing of the agent.
 */
package io.datapunk.retry.agent.asynctype;
