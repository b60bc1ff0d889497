/**
 * The table of asynchronous types: futures and streams that are followed, types that are known and not followed, and
 * callbacks. Types are known by their names alone.
 *
 * <p>Uses: the JDK alone.
 */
package io.datapunk.retry.agent.asynctype;
