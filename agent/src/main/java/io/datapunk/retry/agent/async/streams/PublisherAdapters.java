package io.datapunk.retry.agent.async.streams;

import io.datapunk.retry.agent.async.AdapterLibrary;
import io.datapunk.retry.agent.async.AsyncAdapter;
import io.datapunk.retry.agent.async.FollowedCall;
import org.reactivestreams.Publisher;

/** Any {@code Publisher} that is none of a library that is known. Stateless. */
public final class PublisherAdapters implements AdapterLibrary, AsyncAdapter {

    /** Called by reflection. */
    public PublisherAdapters() {}

    @Override
    public AsyncAdapter adapterOf(String type) {
        return this;
    }

    @Override
    public Object follow(Object returned, FollowedCall call) {
        return new RetryPublisher<>((Publisher<?>) returned, call, false);
    }

    @Override
    public Object failed(Throwable failure) {
        return new SettledPublisher(null, failure);
    }

    @Override
    public Object completed(Object value) {
        return new SettledPublisher(value, null);
    }
}
