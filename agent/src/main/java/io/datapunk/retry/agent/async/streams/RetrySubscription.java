package io.datapunk.retry.agent.async.streams;

import io.datapunk.retry.CallResult;
import io.datapunk.retry.agent.async.FollowedCall;
import io.datapunk.retry.call.AsyncCall;
import io.datapunk.retry.call.AsyncDriver;
import io.datapunk.retry.call.PendingAttempt;
import io.datapunk.retry.call.RetryCall;
import java.util.concurrent.atomic.AtomicBoolean;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * One subscription, a call: hands on what the attempts emit, and carries the demand over from one to the next.
 *
 * <p>The element of a source that has one at the most is held until the source completes: only then it is the result,
 * which rules may yet refuse. Thread-safe as Reactive Streams asks.
 *
 * @param <T> the elements
 */
public final class RetrySubscription<T> implements Subscription, AsyncDriver {

    private final RetryPublisher<T> publisher;
    private final Subscriber<? super T> subscriber;
    private final AsyncCall call;
    private final boolean isSingle;
    private final boolean mayRepeatElements;
    private final EmissionGate gate = new EmissionGate();
    private final AtomicBoolean isEndTold = new AtomicBoolean();

    private final Object demandLock = new Object();
    private PendingAttempt flowing;
    private Subscription upstream;
    private long requested;
    private T pending;

    /** Elements handed on since the attempt began; written by one thread after the other. */
    private long emitted;

    RetrySubscription(
            RetryPublisher<T> publisher,
            Subscriber<? super T> subscriber,
            RetryCall begun,
            FollowedCall followed,
            boolean isSingle) {
        this.publisher = publisher;
        this.subscriber = subscriber;
        this.isSingle = isSingle;
        this.mayRepeatElements = begun.setup().policy().retryAfterEmission();
        this.call = new AsyncCall(begun, this, followed.self(), followed.arguments());
    }

    void start() {
        try {
            subscribe(call.start());
        } catch (RuntimeException | Error e) { // of the agent's; its subscriber must not wait for ever
            call.leaveAlone();
            tell(null, e);
        }
    }

    /** Subscribes again; what the attempt before may still be handing over comes first. */
    @Override
    public void begin(final PendingAttempt attempt) {
        gate.whenIdle(new Runnable() {
            @Override
            public void run() {
                subscribe(attempt);
            }
        });
    }

    private void subscribe(PendingAttempt attempt) {
        if (attempt.isOver()) {
            return;
        }
        synchronized (demandLock) {
            flowing = attempt;
            upstream = null;
        }
        publisher.subscribe(this, attempt);
    }

    /** An attempt has begun to flow: it gets the demand that those before have left. */
    void flowsFrom(Subscription source, PendingAttempt attempt) {
        long open;
        synchronized (demandLock) {
            if (flowing != attempt) {
                return; // its time was over before it began to flow, and another follows it already
            }
            if (requested != Long.MAX_VALUE) {
                requested -= emitted;
            }
            emitted = 0;
            upstream = source;
            open = requested;
        }
        if (open > 0) {
            source.request(open);
        }
    }

    @Override
    public void request(long n) {
        if (n <= 0) {
            call.cancel();
            tell(null, notPositive(n));
            return;
        }
        Subscription source;
        T last;
        synchronized (demandLock) {
            requested = requested + n < 0 ? Long.MAX_VALUE : requested + n;
            source = upstream;
            last = pending;
            pending = null;
        }
        if (last != null) {
            emitLast(last);
        } else if (source != null) {
            source.request(n);
        }
    }

    static IllegalArgumentException notPositive(long n) {
        return new IllegalArgumentException("§3.9: " + n + " elements were requested, it must be 1 or more");
    }

    @Override
    public void cancel() {
        call.cancel();
        synchronized (demandLock) {
            pending = null;
        }
    }

    void emit(T element, PendingAttempt attempt) {
        boolean entered = gate.enter();
        try {
            if (attempt.isOver()) {
                return;
            }
            if (emitted++ == 0 && !mayRepeatElements) {
                attempt.cannotBeRepeated("it has emitted already (retry-after-emission: true retries it all the same)");
            }
            subscriber.onNext(element);
        } finally {
            if (entered) {
                gate.exit();
            }
        }
    }

    boolean isSingle() {
        return isSingle;
    }

    void complete(T held, PendingAttempt attempt) {
        if (isSingle) {
            attempt.returned(held);
        } else {
            attempt.completed();
        }
    }

    @Override
    public void ended(RetryCall ended, final Throwable failure) {
        CallResult ending = CallResult.of(ended);
        if (ending.failure() == null) {
            tell(isSingle || ending.isReplaced() ? ending.result() : null, null);
        } else {
            boolean isLast = failure != null && ended.record().lastAttempt().failure() == ending.failure();
            tell(null, isLast ? failure : ending.failure());
        }
    }

    @Override
    public void settle(Object result, Throwable failure) {
        tell(isSingle ? result : null, failure);
    }

    /** Tells the end once, when no element is being handed over. */
    private void tell(final Object last, final Throwable failure) {
        gate.whenIdle(new Runnable() {
            @Override
            @SuppressWarnings("unchecked") // the attempt's own element, or one that the operator says is of the type
            public void run() {
                if (!isEndTold.compareAndSet(false, true)) {
                    return;
                }
                if (failure == null) {
                    completeWith((T) last);
                } else {
                    subscriber.onError(failure);
                }
            }
        });
    }

    private void completeWith(T last) {
        if (last == null) {
            subscriber.onComplete();
            return;
        }
        boolean isWanted;
        synchronized (demandLock) {
            isWanted = requested == Long.MAX_VALUE || requested > emitted;
            pending = isWanted ? null : last;
        }
        if (isWanted) {
            emitLast(last);
        }
    }

    private void emitLast(T last) {
        subscriber.onNext(last);
        subscriber.onComplete();
    }

    Subscriber<? super T> subscriber() {
        return subscriber;
    }
}
