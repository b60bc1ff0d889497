package io.datapunk.retry.agent.async.reactor;

import io.datapunk.retry.agent.async.AdapterLibrary;
import io.datapunk.retry.agent.async.AsyncAdapter;
import io.datapunk.retry.agent.async.FollowedCall;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** {@code Mono} and {@code Flux}. Stateless. */
public final class ReactorAdapters implements AdapterLibrary {

    /** Called by reflection. */
    public ReactorAdapters() {}

    @Override
    public AsyncAdapter adapterOf(String type) {
        return type.endsWith(".Mono") ? new OfMono() : new OfFlux();
    }

    private static final class OfMono implements AsyncAdapter {
        @Override
        public Object follow(Object returned, FollowedCall call) {
            return Mono.fromDirect(new ReactorRetryPublisher<>((Mono<?>) returned, call, true));
        }

        @Override
        public Object failed(Throwable failure) {
            return Mono.error(failure);
        }

        @Override
        public Object completed(Object value) {
            return Mono.justOrEmpty(value);
        }
    }

    private static final class OfFlux implements AsyncAdapter {
        @Override
        public Object follow(Object returned, FollowedCall call) {
            return Flux.from(new ReactorRetryPublisher<>((Flux<?>) returned, call, false));
        }

        @Override
        public Object failed(Throwable failure) {
            return Flux.error(failure);
        }

        @Override
        public Object completed(Object value) {
            return value == null ? Flux.empty() : Flux.just(value);
        }
    }
}
