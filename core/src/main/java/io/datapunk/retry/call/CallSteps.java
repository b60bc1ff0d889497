package io.datapunk.retry.call;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Where an asynchronous call is: the step that is under way, an attempt or a wait, and whether the call is to end
 * before that step does. Thread-safe.
 */
final class CallSteps {

    /** Why the call is to end before its step does. */
    enum Wish {
        TIME_IS_OVER,
        CANCELLED,
        LATE_SUCCESS,
        /** Nobody is to be told of its end, and its attempt goes on. */
        LEFT_ALONE
    }

    private final AtomicReference<Wish> wish = new AtomicReference<>();
    private volatile ClaimableStep current;

    /** The step under way; {@code null} before the first. */
    ClaimableStep current() {
        return current;
    }

    void begin(ClaimableStep step) {
        current = step;
    }

    /** Whether the calling thread takes the call on: no other thread has claimed the step under way. */
    boolean isClaimedAnew() {
        ClaimableStep step = current;
        return step == null || step.claimAnew();
    }

    /** Why the call is to end; {@code null}: it is not. */
    Wish wish() {
        return wish.get();
    }

    /** The call is to end; the first reason counts. */
    void wish(Wish why) {
        wish.compareAndSet(null, why);
    }

    /** The call is to end without a word, whatever was wished before. */
    void leaveAlone() {
        wish.set(Wish.LEFT_ALONE);
    }

    /** Whether the caller is to be told the end. */
    boolean isToBeTold() {
        Wish why = wish.get();
        return why != Wish.CANCELLED && why != Wish.LEFT_ALONE;
    }
}
