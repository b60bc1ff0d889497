package io.datapunk.retry.agent.async.streams;

import io.datapunk.retry.CallResult;
import io.datapunk.retry.agent.async.FollowedCall;
import io.datapunk.retry.call.PendingAttempt;
import io.datapunk.retry.call.RetryCall;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;

/**
 * Subscribes to its source again where that fails, as rules say: each subscription is a call of its own. Immutable.
 *
 * @param <T> what it emits
 */
public class RetryPublisher<T> implements Publisher<T> {

    private final Publisher<? extends T> source;
    private final FollowedCall call;
    private final boolean isSingle;

    /**
     * A publisher.
     *
     * @param source what the method has returned
     * @param isSingle whether it has one element at the most, which is the call's result
     */
    public RetryPublisher(Publisher<? extends T> source, FollowedCall call, boolean isSingle) {
        this.source = source;
        this.call = call;
        this.isSingle = isSingle;
        call.isNone();
    }

    @Override
    public void subscribe(Subscriber<? super T> subscriber) {
        RetryCall begun = call.beginSubscription();
        if (begun == null) {
            source.subscribe(subscriber);
        } else if (!begun.goesOn()) {
            @SuppressWarnings("unchecked") // it takes no element of it
            Subscriber<Object> refused = (Subscriber<Object>) subscriber;
            new SettledPublisher(null, CallResult.of(begun).failure()).subscribe(refused);
        } else {
            RetrySubscription<T> subscription = new RetrySubscription<>(this, subscriber, begun, call, isSingle);
            try {
                subscriber.onSubscribe(subscription);
            } catch (RuntimeException | Error e) { // against the rules; but what the call holds is to be given back
                begun.abandon();
                throw e;
            }
            subscription.start();
        }
    }

    /** Subscribes for one attempt. */
    final void subscribe(RetrySubscription<T> subscription, PendingAttempt attempt) {
        Subscriber<T> subscriber = attempt(subscription, attempt);
        try {
            source.subscribe(subscriber);
        } catch (RuntimeException | Error e) { // against the rules, but a failure like another
            attempt.failed(e);
        }
    }

    /** The subscriber of one attempt. */
    protected Subscriber<T> attempt(RetrySubscription<T> subscription, PendingAttempt attempt) {
        return new AttemptSubscriber<>(subscription, attempt);
    }
}
