/** Project Reactor's {@code Mono} and {@code Flux}. May use {@code async.streams} and Reactor. */
package io.datapunk.retry.agent.async.reactor;
