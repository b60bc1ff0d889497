package io.datapunk.retry.call;

/**
 * Makes an attempt of an asynchronous call. The part of it that runs on this thread can hang just as well as the rest:
 * it is interrupted in time. Used by one thread after the other.
 */
final class AttemptStart {

    private final MethodRetry setup;
    private final AsyncDriver driver;
    private final AsyncEnd end;

    AttemptStart(MethodRetry setup, AsyncDriver driver, AsyncEnd end) {
        this.setup = setup;
        this.driver = driver;
        this.end = end;
    }

    /**
     * Makes it.
     *
     * @return whether it was interrupted; {@link PendingAttempt#thrown()} says what the application has thrown
     */
    boolean make(PendingAttempt attempt) {
        AttemptTimeout limit = setup.watchesAttempts() && setup.policy().interruptsAttempts() ? startLimit() : null;
        Throwable broken = null;
        try {
            driver.begin(attempt);
        } catch (Throwable t) {
            broken = t;
        }
        Throwable thrown = attempt.thrown();
        boolean wasInterrupted = limit != null && endLimit(limit, thrown);
        if (thrown == null && broken != null && attempt.claim()) {
            end.breakOff(broken);
        }
        return wasInterrupted;
    }

    private AttemptTimeout startLimit() {
        try {
            AttemptTimeout limit = new AttemptTimeout(setup.engine().timer());
            limit.start(setup.policy().attemptTimeoutNanos());
            return limit;
        } catch (RuntimeException | Error e) {
            end.report("an attempt is begun without its time limit", e);
            return null;
        }
    }

    private boolean endLimit(AttemptTimeout limit, Throwable thrown) {
        try {
            return limit.end(thrown);
        } catch (RuntimeException | Error e) { // the attempt goes on; its end will be told
            limit.drop();
            end.report("the watch over an attempt was not ended", e);
            return false;
        }
    }
}
