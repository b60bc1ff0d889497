package io.datapunk.retry.outcome;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Which failures and results are retried: {@code abort-on} wins over {@code retry-on}, and some failures are never
 * retried.
 *
 * <p>An immutable value; thread-safe.
 */
public final class OutcomeRules {

    private static final String[] DEFAULT_RETRY_ON = {
        "java.io.IOException",
        "java.util.concurrent.TimeoutException",
        "java.sql.SQLTransientException",
        "java.sql.SQLRecoverableException"
    };

    /** I/O failures, timeouts, and what JDBC calls transient or recoverable. */
    public static final OutcomeRules DEFAULT = builder().build();

    private final FailureSet retryOn;
    private final FailureSet abortOn;
    private final ResultMatcher[] retryIf;
    private final boolean looksAtReceiverOrArguments;

    private OutcomeRules(Builder builder) {
        this.retryOn = new FailureSet(builder.retryOn == null ? defaults() : builder.retryOn);
        this.abortOn = new FailureSet(builder.abortOn);
        this.retryIf = builder.retryIf.toArray(new ResultMatcher[0]);
        boolean looks = retryOn.looksAtReceiverOrArguments() || abortOn.looksAtReceiverOrArguments();
        for (ResultMatcher matcher : retryIf) {
            looks |= matcher.looksAtReceiverOrArguments();
        }
        this.looksAtReceiverOrArguments = looks;
    }

    private static List<FailureMatcher> defaults() {
        List<FailureMatcher> matchers = new ArrayList<>();
        for (String name : DEFAULT_RETRY_ON) {
            matchers.add(FailureMatcher.of(name));
        }
        return matchers;
    }

    /** A builder; without a {@code retryOn} it has the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * What the rules say of an attempt: of its failure, and where nothing names that, of the failure of the method
     * behind, if that is among its causes.
     *
     * @param problems is told properties that cannot be read; a matcher with such a property does not match
     */
    public Verdict classify(AttemptOutcome attempt, ErrorReporter problems) {
        if (!attempt.failed()) {
            return verdictOf(
                    attempt, problems); // perhaps a success: what is read of its result is marked where it is read
        }
        OwnWork own = OwnWork.ofThread();
        own.depth++;
        try {
            Verdict verdict = verdictOf(attempt, problems);
            return verdict == Verdict.UNNAMED && attempt.wasTranslated()
                    ? verdictOf(attempt.asItWasBehind(), problems)
                    : verdict;
        } finally {
            own.depth--;
        }
    }

    private Verdict verdictOf(AttemptOutcome attempt, ErrorReporter problems) {
        Throwable failure = attempt.failure();
        if (failure == null) {
            return isRetriedResult(attempt, problems) ? Verdict.RETRYABLE : Verdict.SUCCESS;
        }
        if (NeverRetried.includes(failure) || isInterruptedIo(attempt, problems)) {
            return Verdict.NEVER;
        }
        if (abortOn.names(attempt, false, problems) != FailureSet.Named.NOTHING) {
            return Verdict.ABORT;
        }
        FailureSet.Named retried = retryOn.names(attempt, failure instanceof Error, problems);
        if (retried == FailureSet.Named.NOTHING) {
            return failure instanceof Error ? Verdict.NEVER : Verdict.UNNAMED;
        }
        // What aborts is looked for as deep as what is retried.
        boolean aborts = retried == FailureSet.Named.CAUSE && abortOn.namesCause(attempt, problems);
        return aborts ? Verdict.ABORT : Verdict.RETRYABLE;
    }

    /** A bare {@code InterruptedIOException} is retried only where an entry names that very class. */
    private boolean isInterruptedIo(AttemptOutcome attempt, ErrorReporter problems) {
        Throwable bare = NeverRetried.bareInterruptedIo(attempt.failure());
        return bare != null
                && (NeverRetried.isInterrupted()
                        || !retryOn.namesExactly(
                                attempt.butFailedWith(bare), bare.getClass().getName(), problems));
    }

    private boolean isRetriedResult(AttemptOutcome attempt, ErrorReporter problems) {
        for (ResultMatcher matcher : retryIf) {
            try {
                if (matcher.matches(attempt)) {
                    return true;
                }
            } catch (UnreadablePropertyException e) {
                e.reportTo(problems, "retry-if does not match: ");
            } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
                problems.report(
                        "retry-if does not match: " + matcher + " failed with "
                                + e.getClass().getName(),
                        e);
            }
        }
        return false;
    }

    /**
     * Why an attempt is not retried, for people.
     *
     * @param verdict of {@link #classify}: not a success, and not retryable
     */
    public String whyNotRetried(Verdict verdict, AttemptOutcome attempt) {
        switch (verdict) {
            case ABORT:
                return "abort-on names it";
            case NEVER:
                return "it is never retried";
            default:
                String notJudged = notJudged(attempt);
                return "retry-on does not name it" + (notJudged == null ? "" : "; " + notJudged);
        }
    }

    /**
     * What kept {@link #classify} from judging an attempt that it calls unnamed, for people.
     *
     * @return such as {@code the status of com.acme.Busy is not known: give property}; {@code null} where nothing did
     */
    public String notJudged(AttemptOutcome attempt) {
        Throwable failure = attempt.failure();
        return failure != null && retryOn.asksForUnknownStatusOf(failure)
                ? HttpResponses.statusNotKnownOf(failure)
                : null;
    }

    /** Whether results matter at all; where not, a driver need not show them. */
    public boolean looksAtResults() {
        return retryIf.length > 0;
    }

    /** What makes a failure retryable, in order. */
    public List<FailureMatcher> retryOn() {
        return retryOn.matchers();
    }

    /** What keeps a failure from being retried, in order. */
    public List<FailureMatcher> abortOn() {
        return abortOn.matchers();
    }

    /** What makes a result retryable, in order. */
    public List<ResultMatcher> retryIf() {
        return Collections.unmodifiableList(Arrays.asList(retryIf));
    }

    /** Whether any failure is named that must not be retried. */
    public boolean hasAbortOn() {
        return !abortOn.isEmpty();
    }

    /** Whether the receiver or the arguments matter. */
    public boolean looksAtReceiverOrArguments() {
        return looksAtReceiverOrArguments;
    }

    @Override
    public String toString() {
        return "retry-on " + retryOn + ", abort-on " + abortOn + ", " + retryIf.length + " retry-if";
    }

    /** Collects rules. Not thread-safe. */
    public static final class Builder {
        private List<FailureMatcher> retryOn;
        private final List<FailureMatcher> abortOn = new ArrayList<>();
        private final List<ResultMatcher> retryIf = new ArrayList<>();

        private Builder() {}

        /** Failures to retry; the first one replaces the defaults. */
        public Builder retryOn(FailureMatcher matcher) {
            if (retryOn == null) {
                retryOn = new ArrayList<>();
            }
            retryOn.add(matcher);
            return this;
        }

        /** Failures of a class to retry, its subclasses included; the first one replaces the defaults. */
        public Builder retryOn(Class<? extends Throwable> type) {
            return retryOn(FailureMatcher.of(type));
        }

        /** As {@link #retryOn(Class)}, for a class that is known by its binary name alone. */
        public Builder retryOn(String className) {
            return retryOn(FailureMatcher.of(className));
        }

        /** No failure is retried unless one is added; only results then. */
        public Builder retryOnNothing() {
            retryOn = new ArrayList<>();
            return this;
        }

        /** Failures not to retry, whatever {@code retryOn} says. */
        public Builder abortOn(FailureMatcher matcher) {
            abortOn.add(matcher);
            return this;
        }

        /** Failures of a class not to retry, its subclasses included. */
        public Builder abortOn(Class<? extends Throwable> type) {
            return abortOn(FailureMatcher.of(type));
        }

        /** As {@link #abortOn(Class)}, for a class that is known by its binary name alone. */
        public Builder abortOn(String className) {
            return abortOn(FailureMatcher.of(className));
        }

        /** Results to retry. */
        public Builder retryIf(ResultMatcher matcher) {
            retryIf.add(matcher);
            return this;
        }

        /** The rules. */
        public OutcomeRules build() {
            return new OutcomeRules(this);
        }
    }
}
