package io.datapunk.retry.outcome;

/**
 * One attempt that has ended: what it returned or threw, and, where a rule looks at them, on what it was called and with
 * which arguments.
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

    private AttemptOutcome(Object result, Throwable failure, Object self, Object[] arguments) {
        this(result, failure, self, arguments, null);
    }

    private AttemptOutcome(Object result, Throwable failure, Object self, Object[] arguments, Throwable behind) {
        this.behind = behind;
        this.result = result;
        this.failure = failure;
        this.self = self;
        this.arguments = arguments;
    }

    /** An attempt that returned; each parameter may be {@code null}. */
    public static AttemptOutcome returned(Object result, Object self, Object[] arguments) {
        return new AttemptOutcome(result, null, self, arguments);
    }

    /**
     * An attempt that threw.
     *
     * @param failure not {@code null}
     */
    public static AttemptOutcome threw(Throwable failure, Object self, Object[] arguments) {
        return new AttemptOutcome(null, failure, self, arguments);
    }

    /** The same attempt, with another failure in place of its outcome. */
    public AttemptOutcome butFailedWith(Throwable other) {
        return new AttemptOutcome(null, other, self, arguments);
    }

    /**
     * The same attempt, of a method that handed it to another, which has failed with this.
     *
     * @param other {@code null}: it has not failed
     */
    public AttemptOutcome butFailedBehindWith(Throwable other) {
        return other == null ? this : new AttemptOutcome(result, failure, self, arguments, other);
    }

    /** Whether the method that it was handed to has failed with another failure, which is among the causes of this one. */
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
