/**
 * Reactive Streams: a publisher that subscribes again. It is defined once for each library that has these interfaces.
 *
 * <p>Uses: agent.async, call, org.reactivestreams, retry.
 */
package io.datapunk.retry.agent.async.streams;
