package io.datapunk.retry.agent.async.reactor;

import io.datapunk.retry.agent.async.FollowedCall;
import io.datapunk.retry.agent.async.streams.AttemptSubscriber;
import io.datapunk.retry.agent.async.streams.RetryPublisher;
import io.datapunk.retry.agent.async.streams.RetrySubscription;
import io.datapunk.retry.call.PendingAttempt;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import reactor.core.CoreSubscriber;
import reactor.util.context.Context;

/** Hands the subscriber's context on to each attempt. Immutable. */
final class ReactorRetryPublisher<T> extends RetryPublisher<T> {

    ReactorRetryPublisher(Publisher<? extends T> source, FollowedCall call, boolean isSingle) {
        super(source, call, isSingle);
    }

    @Override
    protected Subscriber<T> attempt(RetrySubscription<T> subscription, PendingAttempt attempt) {
        return new WithContext<>(subscription, attempt);
    }

    private static final class WithContext<T> extends AttemptSubscriber<T> implements CoreSubscriber<T> {

        WithContext(RetrySubscription<T> subscription, PendingAttempt attempt) {
            super(subscription, attempt);
        }

        @Override
        public Context currentContext() {
            Subscriber<? super T> subscriber = subscriber();
            return subscriber instanceof CoreSubscriber
                    ? ((CoreSubscriber<? super T>) subscriber).currentContext()
                    : Context.empty();
        }
    }
}
