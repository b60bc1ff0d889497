package io.datapunk.retry.agent.async.streams;

import io.datapunk.retry.call.PendingAttempt;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * Takes what one attempt emits. As thread-safe as Reactive Streams asks of a subscriber.
 *
 * @param <T> the elements
 */
public class AttemptSubscriber<T> implements Subscriber<T> {

    private final RetrySubscription<T> subscription;
    private final PendingAttempt attempt;

    /**
     * The element of a source that has one at the most: of this attempt alone, as it may end after another has begun.
     */
    private T held;

    /** A subscriber for one attempt. */
    public AttemptSubscriber(RetrySubscription<T> subscription, PendingAttempt attempt) {
        this.subscription = subscription;
        this.attempt = attempt;
    }

    /** Who gets what is emitted. */
    protected final Subscriber<? super T> subscriber() {
        return subscription.subscriber();
    }

    @Override
    public void onSubscribe(final Subscription upstream) {
        attempt.onCancel(new Runnable() {
            @Override
            public void run() {
                upstream.cancel();
            }
        });
        subscription.flowsFrom(upstream, attempt);
    }

    @Override
    public void onNext(T element) {
        if (subscription.isSingle()) {
            held = element;
        } else {
            subscription.emit(element, attempt);
        }
    }

    @Override
    public void onError(Throwable failure) {
        attempt.failed(failure);
    }

    @Override
    public void onComplete() {
        subscription.complete(held, attempt);
    }
}
