package io.datapunk.retry.call;

import io.datapunk.retry.time.Timer;
import java.util.concurrent.atomic.AtomicReference;

/**
 * An attempt under way, to be told how it ended; only the first that is told counts, and nothing once its time is over.
 *
 * <p>Thread-safe.
 */
public final class PendingAttempt extends ClaimableStep {

    private static final Runnable GIVEN_UP = new Runnable() {
        @Override
        public void run() {}
    };

    private final AttemptEnds ends;
    private final AtomicReference<Runnable> canceller = new AtomicReference<>();
    private volatile ScheduledStep timeLimit;
    private volatile String notAgain;

    /** Of the thread that makes it. */
    private Throwable thrown;

    /** It has told its end itself. */
    private volatile boolean hasTold;

    PendingAttempt(AttemptEnds ends) {
        this.ends = ends;
    }

    /**
     * Says how to cancel it.
     *
     * @param how called at most once; at once, where the attempt was given up already
     */
    public void onCancel(Runnable how) {
        if (!canceller.compareAndSet(null, how)) {
            cancel(how);
        }
    }

    /**
     * It has gone so far that it can not be made again, if it fails.
     *
     * @param reason for people
     */
    public void cannotBeRepeated(String reason) {
        notAgain = reason;
    }

    String notAgain() {
        return notAgain;
    }

    /**
     * Whether it was given up or has ended: nothing that it emits counts any more; its result may, where it was not
     * cancelled.
     */
    public boolean isOver() {
        return isClaimed();
    }

    /**
     * The application has thrown this, on the thread that makes the attempt; the driver then leaves the rest to the
     * engine.
     */
    public void threw(Throwable failure) {
        thrown = failure;
    }

    /** Whether the application has thrown on the thread that makes the attempt. */
    public boolean hasThrown() {
        return thrown != null;
    }

    Throwable thrown() {
        return thrown;
    }

    /** It has ended well; the result may be {@code null}. */
    public void returned(Object result) {
        if (claim()) {
            hasTold = true;
            ends.returned(this, result);
        } else if (!hasTold) {
            hasTold = true;
            ends.returnedLate(result);
        }
    }

    /** It has ended well, and has no result that rules could look at. */
    public void completed() {
        if (claim()) {
            ends.completed(this);
        }
    }

    /** It has failed. */
    public void failed(Throwable failure) {
        if (claim()) {
            hasTold = true;
            ends.failed(this, failure, notAgain);
        }
    }

    /**
     * It has ended, and to tell that by one of the other methods has thrown: the call ends with this outcome, unless
     * another thread goes on with it.
     *
     * @param failure {@code null}: it has returned the result
     */
    public void endsCall(Object result, Throwable failure) {
        if (claimAnew()) {
            ends.endsWith(result, failure);
        }
    }

    /** Called before anybody else knows the attempt, but for those who may cancel the call. */
    void endsAfter(ScheduledStep limit, Timer timer, long nanos) {
        timeLimit = limit;
        limit.schedule(timer, nanos);
        if (isClaimed()) {
            limit.cancel();
        }
    }

    @Override
    void ends() {
        ScheduledStep limit = timeLimit;
        if (limit != null) {
            limit.cancel();
        }
    }

    @Override
    void giveUp() {
        Runnable how = canceller.getAndSet(GIVEN_UP);
        if (how != null) {
            cancel(how);
        }
    }

    /** The application's code runs here; whatever it throws, the call goes on. */
    private void cancel(Runnable how) {
        try {
            how.run();
        } catch (RuntimeException | Error e) {
            ends.report("an attempt could not be cancelled", e);
        }
    }
}
