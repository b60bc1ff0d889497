package io.datapunk.retry.call;

/** The time for one attempt of an asynchronous call, and what happens when it is over. Thread-safe. */
final class AttemptDeadline extends ScheduledStep {

    private final AttemptEnds ends;
    private final AsyncEnd end;
    private final PendingAttempt attempt;
    private final boolean cancels;

    /** @param cancels whether the attempt is cancelled then */
    AttemptDeadline(AttemptEnds ends, CallThreads threads, AsyncEnd end, PendingAttempt attempt, boolean cancels) {
        super(threads);
        this.ends = ends;
        this.end = end;
        this.attempt = attempt;
        this.cancels = cancels;
    }

    @Override
    void isDue() {
        if (attempt.claim()) {
            if (cancels) {
                attempt.giveUp();
            }
            ends.timedOut(attempt, null);
        }
    }

    @Override
    public void brokeOff(Throwable thrown) {
        if (attempt.claimAnew()) {
            end.tellLate();
        }
    }
}
