/**
 * Project Reactor's {@code Mono} and {@code Flux}.
 *
 * <p>Uses: agent.async, agent.async.streams, call, org.reactivestreams, reactor.core, reactor.util.
 */
package io.datapunk.retry.agent.async.reactor;
