package io.datapunk.retry.outcome;

/**
 * One attempt that has ended, as its driver tells the engine: what it returned or threw, where a rule looks at them on
 * what it was called and with which arguments, and whether it can be made again.
 *
 * <p>Immutable, but for the array of arguments, which is the caller's and is not written to.
 */
public final class AttemptOutcome {

    /** Chains of causes may be circles. */
    private static final int MAX_CAUSES = 100;

    private final Object result;
    private final Throwable failure;
    private final Object self;
    private final Object[] arguments;
    private final Throwable behind;
    private final Verdict verdict;
    private final String notRepeatable;

    private AttemptOutcome(
            Object result,
            Throwable failure,
            Object self,
            Object[] arguments,
            Throwable behind,
            Verdict verdict,
            String notRepeatable) {
        this.result = result;
        this.failure = failure;
        this.self = self;
        this.arguments = arguments;
        this.behind = behind;
        this.verdict = verdict;
        this.notRepeatable = notRepeatable;
    }

    /** An attempt that returned; each parameter may be {@code null}. */
    public static AttemptOutcome returned(Object result, Object self, Object[] arguments) {
        return new AttemptOutcome(result, null, self, arguments, null, null, null);
    }

    /**
     * An attempt that threw.
     *
     * @param failure not {@code null}
     */
    public static AttemptOutcome threw(Throwable failure, Object self, Object[] arguments) {
        return new AttemptOutcome(null, failure, self, arguments, null, null, null);
    }

    /** The same attempt, with another failure in place of its outcome. */
    public AttemptOutcome butFailedWith(Throwable other) {
        return new AttemptOutcome(null, other, self, arguments, null, null, notRepeatable);
    }

    /**
     * The same attempt, of a method that handed it to another, which has failed with this.
     *
     * @param other {@code null}: it has not failed
     */
    public AttemptOutcome butFailedBehindWith(Throwable other) {
        return other == null
                ? this
                : new AttemptOutcome(result, failure, self, arguments, other, verdict, notRepeatable);
    }

    /** The same attempt, of which the rules have said this already: they are not asked again. */
    public AttemptOutcome judged(Verdict known) {
        return new AttemptOutcome(result, failure, self, arguments, behind, known, notRepeatable);
    }

    /**
     * The same attempt, which cannot be made again if it has failed.
     *
     * @param reason for people; {@code null}: it can
     */
    public AttemptOutcome butNotRepeatable(String reason) {
        return reason == null ? this : new AttemptOutcome(result, failure, self, arguments, behind, verdict, reason);
    }

    /**
     * Whether the method that it was handed to has failed with another failure, which is among the causes of this
     * one.
     */
    public boolean wasTranslated() {
        if (behind == null || failure == null) {
            return false;
        }
        Throwable cause = failure.getCause();
        for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
            if (cause == behind) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    /** The attempt as the method that it was handed to has ended it. */
    public AttemptOutcome asItWasBehind() {
        return butFailedWith(behind);
    }

    /** Whether it threw. */
    public boolean failed() {
        return failure != null;
    }

    /** What it returned; {@code null} also where it threw. */
    public Object result() {
        return result;
    }

    /** What it threw; {@code null} where it returned. */
    public Throwable failure() {
        return failure;
    }

    /** What the rules have said of it; {@code null}: they were not asked. */
    public Verdict verdict() {
        return verdict;
    }

    /** Why it cannot be made again; {@code null}: it can. */
    public String notRepeatable() {
        return notRepeatable;
    }

    /** Class name of what it threw, else of what it returned; for people. */
    public String className() {
        Object outcome = failure == null ? result : failure;
        return outcome == null ? "null" : outcome.getClass().getName();
    }

    /** The receiver; {@code null} where the method is static or nobody looks. */
    public Object self() {
        return self;
    }

    /** The arguments; {@code null} where nobody looks. */
    public Object[] arguments() {
        return arguments;
    }

    /** What a path starts at unless it says otherwise: the failure, or else the result. */
    Object subject() {
        return failure != null ? failure : result;
    }
}
