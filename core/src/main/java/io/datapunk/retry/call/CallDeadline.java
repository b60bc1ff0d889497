package io.datapunk.retry.call;

/** The time for the whole of an asynchronous call, and what happens when it is over. Thread-safe. */
final class CallDeadline extends ScheduledStep {

    /** How soon a call is ended although another thread has claimed its step and does not go on. */
    private static final long GRACE_NANOS = 20_000_000;

    private final AsyncCall call;
    private final CallSteps steps;
    private final AsyncEnd end;
    private ClaimableStep claimedByOther;

    CallDeadline(AsyncCall call, CallThreads threads, CallSteps steps, AsyncEnd end) {
        super(threads);
        this.call = call;
        this.steps = steps;
        this.end = end;
    }

    @Override
    void isDue() {
        ClaimableStep step = steps.current();
        if (call.end(CallSteps.Wish.TIME_IS_OVER)) {
            return;
        }
        if (step == null || step != claimedByOther) {
            claimedByOther = step; // the thread that has claimed it is about to end the call, or to see the wish
            schedule(call.timer(), GRACE_NANOS);
        } else {
            end.tellInPlaceOfOther();
        }
    }

    @Override
    public void brokeOff(Throwable thrown) {
        steps.wish(CallSteps.Wish.TIME_IS_OVER);
        if (steps.isClaimedAnew()) {
            end.tellLate();
        }
    }
}
