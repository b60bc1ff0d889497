package io.datapunk.retry.agent.rules;

import io.datapunk.retry.agent.rules.syntax.Nearest;
import io.datapunk.retry.agent.rules.syntax.Node;
import io.datapunk.retry.backoff.BackoffPlan;
import io.datapunk.retry.backoff.Durations;
import io.datapunk.retry.outcome.DelayHint;
import io.datapunk.retry.outcome.Discard;
import io.datapunk.retry.outcome.OutcomeRules;
import io.datapunk.retry.policy.AsyncExecution;
import io.datapunk.retry.policy.Mode;
import io.datapunk.retry.policy.Nested;
import io.datapunk.retry.policy.OnExhausted;
import io.datapunk.retry.policy.RetryPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads the keys that a rule and {@code defaults} have in common. Not thread-safe: it holds the values of one rule. */
final class RuleReader {

    /** Every key but {@code name} and {@code match}. */
    static final String[] KEYS = {
        "retry-on",
        "abort-on",
        "retry-if",
        "delay-hint",
        "discard",
        "max-attempts",
        "timeout",
        "attempt-timeout",
        "on-exhausted",
        "nested",
        "mode",
        "max-waiting",
        "budget",
        "circuit-breaker",
        "async-executor",
        "retry-after-emission",
        "backoff",
        "allow-synchronized",
        "accept-warnings"
    };

    /** Of {@code attempt-timeout}, where it is a map. */
    static final String[] ATTEMPT_TIMEOUT_KEYS = {"after", "interrupt"};

    private final NodeValues values;
    private final OutcomeReader outcomeReader;
    private final Shared shared;

    private OutcomeRules outcomes = OutcomeRules.DEFAULT;
    private DelayHint delayHint;
    private Discard discard = Discard.CLOSE;
    private OnExhausted onExhausted = OnExhausted.RETHROW;
    private Nested nested = Nested.INNERMOST;
    private Mode mode = Mode.ENFORCE;
    private int maxAttempts = 3;
    private long timeoutNanos;
    private BackoffPlan backoff = BackoffPlan.DEFAULT;
    CustomBackoffSpec customBackoff;
    boolean allowSynchronized;
    BudgetSpec budget = new BudgetSpec(null, BudgetSpec.DEFAULT_RATIO, BudgetSpec.DEFAULT_MIN_PER_SECOND);
    BreakerSpec circuitBreaker;
    private long attemptTimeoutNanos;
    private boolean interruptsAttempts = true;
    int maxWaiting = Integer.MAX_VALUE;
    private AsyncExecution asyncExecution = AsyncExecution.COMMON;
    private boolean retryAfterEmission;

    RuleReader(NodeValues values, Shared shared) {
        this.values = values;
        this.outcomeReader = new OutcomeReader(values);
        this.shared = shared;
    }

    /** Reads a rule: its own values and those of the defaults. */
    RuleReader read(Node.Mapping rule) {
        readEach(rule);
        checkTogether(rule);
        return this;
    }

    /** Reads values that may yet be completed by others. */
    void readEach(Node.Mapping map) {
        outcomes = outcomeReader.read(map);
        for (Map.Entry<String, Node.Entry> entry : map.entries().entrySet()) {
            read(entry.getKey(), entry.getValue().value());
        }
    }

    private void read(String key, Node node) {
        switch (key) {
            case "delay-hint":
                delayHint = outcomeReader.delayHint(node);
                break;
            case "discard":
                discard = outcomeReader.discard(node);
                break;
            case "on-exhausted":
                onExhausted = outcomeReader.onExhausted(node);
                break;
            case "max-attempts":
                maxAttempts = unlimitedOr(node, RetryPolicy.MAX_ATTEMPTS, maxAttempts);
                break;
            case "max-waiting":
                maxWaiting = unlimitedOr(node, Integer.MAX_VALUE - 1, maxWaiting);
                break;
            case "timeout":
                timeoutNanos = orZero(values.duration(node, false));
                break;
            case "attempt-timeout":
                readAttemptTimeout(node);
                break;
            case "nested":
                nested = "allow".equals(values.oneOf(node, "innermost", "allow")) ? Nested.ALLOW : Nested.INNERMOST;
                break;
            case "mode":
                String word = values.oneOf(node, "enforce", "observe", "off");
                mode = word == null ? mode : Mode.valueOf(word.toUpperCase(Locale.ROOT));
                break;
            case "backoff":
                BackoffReader.Read read = BackoffReader.read(values, node);
                backoff = read.plan;
                customBackoff = read.custom;
                break;
            case "budget":
                budget = budget(node);
                break;
            case "circuit-breaker":
                circuitBreaker = node instanceof Node.Mapping
                        ? BreakerReader.read(values, node, null)
                        : shared.breaker(node, values);
                break;
            case "async-executor":
                String executor = values.oneOf(node, "common", "caller-runs", "virtual");
                asyncExecution = executor == null
                        ? asyncExecution
                        : AsyncExecution.valueOf(
                                executor.toUpperCase(Locale.ROOT).replace('-', '_'));
                break;
            case "retry-after-emission":
                retryAfterEmission = isTrue(values.bool(node));
                break;
            case "allow-synchronized":
                allowSynchronized = isTrue(values.bool(node));
                break;
            default:
                break; // read elsewhere, or told already as an unknown key
        }
    }

    private void readAttemptTimeout(Node node) {
        interruptsAttempts = true;
        if (!(node instanceof Node.Mapping)) {
            attemptTimeoutNanos = orZero(values.duration(node, false));
            return;
        }
        Node.Mapping map = values.mapping(node, "a duration, or a map with after and interrupt", ATTEMPT_TIMEOUT_KEYS);
        if (map == null) {
            return;
        }
        if (map.get("after") == null) {
            values.problems().expected(node, "a map with after, such as {after: 2s, interrupt: false}");
        } else {
            attemptTimeoutNanos = orZero(values.duration(map.get("after"), false));
        }
        if (map.get("interrupt") != null) {
            interruptsAttempts = !Boolean.FALSE.equals(values.bool(map.get("interrupt")));
        }
    }

    private BudgetSpec budget(Node node) {
        if (node instanceof Node.Scalar && ((Node.Scalar) node).text().equals("off")) {
            return null;
        }
        return node instanceof Node.Mapping ? BudgetReader.read(values, node, null) : shared.budget(node, values);
    }

    /** A whole number from 1 on; {@code Integer.MAX_VALUE} for {@code unlimited}. */
    private int unlimitedOr(Node node, int most, int otherwise) {
        if (node instanceof Node.Scalar) {
            Node.Scalar scalar = (Node.Scalar) node;
            if (scalar.text().equals("unlimited")) {
                return RetryPolicy.UNLIMITED;
            }
            Object value = scalar.value();
            if (value instanceof Long && (Long) value >= 1 && (Long) value <= most) {
                return ((Long) value).intValue();
            }
        }
        values.problems().expected(node, "a whole number, 1 to " + most + ", or unlimited");
        return otherwise;
    }

    private void checkTogether(Node.Mapping rule) {
        if (maxAttempts == RetryPolicy.UNLIMITED && timeoutNanos == 0 && rule.get("timeout") == null) {
            Node attempts = rule.get("max-attempts");
            boolean isOwn = isOwn(attempts, rule);
            values.problems()
                    .add(
                            isOwn ? attempts.mark() : rule.mark(),
                            isOwn ? attempts.path() : rule.path(),
                            "max-attempts is unlimited" + (isOwn ? "" : " by defaults") + " and timeout is not set:"
                                    + " give a timeout, or 1 to " + RetryPolicy.MAX_ATTEMPTS + " attempts");
        }
        if (attemptTimeoutNanos > 0 && timeoutNanos > 0 && attemptTimeoutNanos > timeoutNanos) {
            Node one = rule.get("attempt-timeout");
            Node other = rule.get("timeout");
            values.problems()
                    .wrong(
                            isOwn(one, rule) || !isOwn(other, rule) ? one : other,
                            "attempt-timeout " + Durations.format(attemptTimeoutNanos) + " is above timeout "
                                    + Durations.format(timeoutNanos));
        }
    }

    RetryPolicy policy() {
        RetryPolicy.Builder policy = RetryPolicy.builder()
                .outcomes(outcomes)
                .delayHint(delayHint)
                .discard(discard)
                .onExhausted(onExhausted)
                .nested(nested)
                .mode(mode)
                .asyncExecution(asyncExecution)
                .retryAfterEmission(retryAfterEmission)
                .backoff(backoff);
        if (timeoutNanos > 0) {
            policy.timeout(Duration.ofNanos(timeoutNanos));
        }
        if (attemptTimeoutNanos > 0) {
            policy.attemptTimeout(Duration.ofNanos(attemptTimeoutNanos), interruptsAttempts);
        }
        return maxAttempts == RetryPolicy.UNLIMITED
                ? policy.unlimitedAttempts().build()
                : policy.maxAttempts(maxAttempts).build();
    }

    /** Whether a value is the rule's, and not of the defaults: a mistake is to be mended where the rule is. */
    private static boolean isOwn(Node value, Node.Mapping rule) {
        return value.path().startsWith(rule.path());
    }

    private static boolean isTrue(Boolean value) {
        return value != null && value;
    }

    private static long orZero(Long value) {
        return value == null ? 0 : value;
    }

    /** The named breakers and budgets that rules may refer to, over all files. */
    static final class Shared {
        final Map<String, BreakerSpec> breakers;
        final Map<String, BudgetSpec> budgets;
        final Set<String> used = new HashSet<>();

        Shared(Map<String, BreakerSpec> breakers, Map<String, BudgetSpec> budgets) {
            this.breakers = breakers;
            this.budgets = budgets;
        }

        BreakerSpec breaker(Node node, NodeValues values) {
            return named(node, values, breakers, "circuit-breakers");
        }

        BudgetSpec budget(Node node, NodeValues values) {
            return named(node, values, budgets, "budgets");
        }

        private <T> T named(Node node, NodeValues values, Map<String, T> known, String section) {
            String name = values.text(node, "a name from " + section + ", or a map");
            if (name == null) {
                return null;
            }
            used.add(section + "." + name);
            T found = known.get(name);
            if (found == null) {
                String hint = Nearest.hint(name, known.keySet());
                String rest = known.isEmpty()
                        ? "; there are none"
                        : "; there are " + NodeValues.join(new ArrayList<>(known.keySet()));
                values.problems()
                        .wrong(
                                node,
                                "found \"" + name + "\", expected a name from " + section
                                        + (hint.isEmpty() ? rest : hint));
            }
            return found;
        }
    }
}
