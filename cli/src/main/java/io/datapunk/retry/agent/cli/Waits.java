package io.datapunk.retry.agent.cli;

import io.datapunk.retry.agent.rules.RetryRule;
import io.datapunk.retry.backoff.BackoffPlan;
import io.datapunk.retry.backoff.Durations;
import io.datapunk.retry.policy.RetryPolicy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.DoubleSupplier;

/**
 * The waits of a rule, asked of the engine itself with a random source that always answers the least, the middle or the
 * most. Immutable.
 */
final class Waits {

    /** As many as anybody reads; a rule without a limit of attempts has no last one. */
    private static final int MAX_WAITS = 999;

    private final RetryRule rule;
    private final List<Row> rows;

    private Waits(RetryRule rule, List<Row> rows) {
        this.rule = rule;
        this.rows = Collections.unmodifiableList(rows);
    }

    static Waits of(RetryRule rule) {
        List<Row> rows = new ArrayList<>();
        RetryPolicy policy = rule.policy();
        if (rule.customBackoff() != null) {
            return new Waits(rule, rows);
        }
        Path least = new Path(policy.backoff(), 0);
        Path usual = new Path(policy.backoff(), 0.5);
        Path longest = new Path(policy.backoff(), Math.nextDown(1.0));
        int waits = Math.min(MAX_WAITS, policy.maxAttempts() - 1);
        for (int n = 1; n <= waits; n++) {
            least.next(n);
            usual.next(n);
            longest.next(n);
            boolean past = policy.timeoutNanos() > 0 && usual.sum >= policy.timeoutNanos();
            rows.add(new Row(n + 1, least, usual, longest, past));
            if (past) {
                break; // the call would have ended before this attempt
            }
        }
        return new Waits(rule, rows);
    }

    RetryRule rule() {
        return rule;
    }

    List<Row> rows() {
        return rows;
    }

    long timeout() {
        return rule.policy().timeoutNanos();
    }

    long longest() {
        long longest = 0;
        for (Row row : rows) {
            longest = Math.max(longest, row.longest);
        }
        return longest;
    }

    String title() {
        RetryPolicy policy = rule.policy();
        String attempts = policy.maxAttempts() == RetryPolicy.UNLIMITED
                ? "unlimited attempts"
                : policy.maxAttempts() + " attempts";
        return attempts + ", "
                + (rule.customBackoff() == null ? policy.backoff().toString() : "custom backoff")
                + (policy.interruptsAttempts()
                        ? ""
                        : ", attempt-timeout " + Durations.format(policy.attemptTimeoutNanos()) + " without interrupt");
    }

    /** What the table does not say; {@code null}: nothing. */
    String note() {
        if (rule.customBackoff() != null) {
            return "the waits of " + rule.customBackoff().className() + " are known to that class alone";
        }
        return rule.policy().delayHint() == null ? null : "a server's delay-hint may make a wait longer";
    }

    /** One course that the waits may take. */
    private static final class Path {
        private final BackoffPlan plan;
        private final DoubleSupplier random;
        long wait;
        long sum;

        Path(BackoffPlan plan, final double always) {
            this.plan = plan;
            this.random = new DoubleSupplier() {
                @Override
                public double getAsDouble() {
                    return always;
                }
            };
        }

        void next(int n) {
            wait = plan.waitNanos(n, wait, random);
            sum = sum + wait < 0 ? Long.MAX_VALUE : sum + wait;
        }
    }

    /** The wait before one attempt, in nanoseconds. Immutable. */
    static final class Row {
        final int attempt;
        final long least;
        final long usual;
        final long longest;
        final long sumLeast;
        final long sumUsual;
        final long sumLongest;
        final boolean pastTimeout;

        Row(int attempt, Path least, Path usual, Path longest, boolean pastTimeout) {
            this.attempt = attempt;
            this.least = least.wait;
            this.usual = usual.wait;
            this.longest = longest.wait;
            this.sumLeast = least.sum;
            this.sumUsual = usual.sum;
            this.sumLongest = longest.sum;
            this.pastTimeout = pastTimeout;
        }
    }
}
