package io.datapunk.retry.outcome;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which failures and results are retried: {@code abort-on} wins over {@code retry-on}, and some failures are never retried.
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
     * What the rules say of an attempt.
     *
     * @param problems hears of properties that cannot be read; a matcher with such a property does not match
     */
    public Verdict classify(Attempt attempt, Problems problems) {
        Throwable failure = attempt.failure();
        if (failure == null) {
            return isRetriedResult(attempt, problems) ? Verdict.RETRYABLE : Verdict.SUCCESS;
        }
        if (NeverRetried.includes(failure)) {
            return Verdict.NEVER;
        }
        if (abortOn.names(attempt, false, problems)) {
            return Verdict.ABORT;
        }
        if (retryOn.names(attempt, failure instanceof Error, problems)) {
            return Verdict.RETRYABLE;
        }
        return failure instanceof Error ? Verdict.NEVER : Verdict.UNNAMED;
    }

    private boolean isRetriedResult(Attempt attempt, Problems problems) {
        for (ResultMatcher matcher : retryIf) {
            try {
                if (matcher.matches(attempt)) {
                    return true;
                }
            } catch (UnreadablePropertyException e) {
                problems.report("retry-if does not match: " + e.getMessage(), e);
            } catch (RuntimeException | StackOverflowError | LinkageError e) {
                problems.report(
                        "retry-if does not match: " + matcher + " failed with "
                                + e.getClass().getName(),
                        e);
            }
        }
        return false;
    }

    /** Whether results matter at all; where not, a driver need not show them. */
    public boolean looksAtResults() {
        return retryIf.length > 0;
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

    /** Matchers of failures: those that are only a class name are found by hash. Immutable. */
    private static final class FailureSet {
        private final Set<String> plainNames = new HashSet<>();
        private final List<FailureMatcher> others = new ArrayList<>();

        FailureSet(List<FailureMatcher> matchers) {
            for (FailureMatcher matcher : matchers) {
                String name = matcher.plainClassName();
                if (name != null) {
                    plainNames.add(name);
                } else {
                    others.add(matcher);
                }
            }
        }

        /**
         * Whether one of them names the failure of the attempt.
         *
         * @param ownClassOnly an Error is retried only where its own class, or a superclass below Throwable, is named
         */
        boolean names(Attempt attempt, boolean ownClassOnly, Problems problems) {
            Throwable failure = attempt.failure();
            if (!plainNames.isEmpty() && namesClass(failure.getClass(), ownClassOnly)) {
                return true;
            }
            for (int i = 0; i < others.size(); i++) {
                FailureMatcher matcher = others.get(i);
                if (ownClassOnly && !TypeNames.extendsBelowThrowable(failure.getClass(), matcher.exception())) {
                    continue;
                }
                try {
                    if (matcher.matches(attempt)) {
                        return true;
                    }
                } catch (UnreadablePropertyException e) {
                    problems.report("a matcher of failures does not match: " + e.getMessage(), e);
                } catch (RuntimeException | StackOverflowError | LinkageError e) {
                    problems.report(
                            "a matcher of failures does not match: " + matcher + " failed with "
                                    + e.getClass().getName(),
                            e);
                }
            }
            return false;
        }

        private boolean namesClass(Class<?> type, boolean ownClassOnly) {
            for (Class<?> link = type; link != Object.class; link = link.getSuperclass()) {
                if (plainNames.contains(link.getName())) {
                    return !(ownClassOnly && link == Throwable.class);
                }
                for (Class<?> implemented : link.getInterfaces()) {
                    if (!ownClassOnly && namesInterface(implemented)) {
                        return true;
                    }
                }
            }
            return false;
        }

        private boolean namesInterface(Class<?> type) {
            if (plainNames.contains(type.getName())) {
                return true;
            }
            for (Class<?> extended : type.getInterfaces()) {
                if (namesInterface(extended)) {
                    return true;
                }
            }
            return false;
        }

        boolean isEmpty() {
            return plainNames.isEmpty() && others.isEmpty();
        }

        boolean looksAtReceiverOrArguments() {
            for (FailureMatcher matcher : others) {
                if (matcher.looksAtReceiverOrArguments()) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public String toString() {
            return plainNames + (others.isEmpty() ? "" : " " + others);
        }
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
