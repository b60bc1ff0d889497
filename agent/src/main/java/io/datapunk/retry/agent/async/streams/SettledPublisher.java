package io.datapunk.retry.agent.async.streams;

import java.util.concurrent.atomic.AtomicBoolean;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** Has one value or none, or fails. Immutable. */
public final class SettledPublisher implements Publisher<Object> {

    private final Object value;
    private final Throwable failure;

    /**
     * A publisher.
     *
     * @param value {@code null}: none
     * @param failure {@code null}: it does not fail
     */
    public SettledPublisher(Object value, Throwable failure) {
        this.value = value;
        this.failure = failure;
    }

    @Override
    public void subscribe(Subscriber<? super Object> subscriber) {
        AtomicBoolean done = new AtomicBoolean();
        subscriber.onSubscribe(new Subscription() {
            @Override
            public void request(long n) {
                if (value == null || !done.compareAndSet(false, true)) {
                    return;
                }
                if (n <= 0) {
                    subscriber.onError(RetrySubscription.notPositive(n));
                    return;
                }
                subscriber.onNext(value);
                subscriber.onComplete();
            }

            @Override
            public void cancel() {
                done.set(true);
            }
        });
        if (value == null && done.compareAndSet(false, true)) {
            if (failure == null) {
                subscriber.onComplete();
            } else {
                subscriber.onError(failure);
            }
        }
    }
}
