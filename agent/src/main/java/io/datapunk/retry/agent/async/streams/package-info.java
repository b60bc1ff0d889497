/**
 * Reactive Streams: a publisher that subscribes again. May use {@code async} and the interfaces of Reactive Streams; defined
 * once for each library that brings these.
 */
package io.datapunk.retry.agent.async.streams;
