package io.datapunk.retry.agent.rules;

import io.datapunk.retry.agent.rules.syntax.Node;
import io.datapunk.retry.backoff.Backoff;
import io.datapunk.retry.backoff.BackoffPlan;
import io.datapunk.retry.backoff.DecorrelatedBackoff;
import io.datapunk.retry.backoff.Durations;
import io.datapunk.retry.backoff.ExponentialBackoff;
import io.datapunk.retry.backoff.FibonacciBackoff;
import io.datapunk.retry.backoff.FixedBackoff;
import io.datapunk.retry.backoff.Jitter;
import io.datapunk.retry.backoff.LinearBackoff;
import io.datapunk.retry.backoff.RandomBackoff;
import io.datapunk.retry.backoff.ScheduleBackoff;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads {@code backoff}. Not thread-safe: it holds the values of one. */
final class BackoffReader {

    private static final long DEFAULT_DELAY_NANOS = 100_000_000L;
    private static final double DEFAULT_MULTIPLIER = 2;

    static final String[] KEYS = {
        "strategy", "delay", "increment", "multiplier", "max-delay", "jitter", "delays", "class", "jar", "parameters"
    };

    /** Each strategy, and the keys that it has besides strategy, max-delay and jitter. */
    static final String[][] STRATEGIES = {
        {"exponential", "delay", "multiplier"},
        {"fixed", "delay"},
        {"linear", "delay", "increment"},
        {"random", "delay"},
        {"fibonacci", "delay"},
        {"decorrelated", "delay"},
        {"schedule", "delays"},
        {"custom", "class", "jar", "parameters"}
    };

    private final NodeValues values;
    private final Node.Mapping map;
    private final int problemsBefore;
    private Long delay;
    private Long maxDelay;
    private Jitter jitter;

    private BackoffReader(NodeValues values, Node.Mapping map, int problemsBefore) {
        this.values = values;
        this.map = map;
        this.problemsBefore = problemsBefore;
    }

    /** The waits, or the spec of a custom strategy; {@link Read#plan} is the default where something is wrong. */
    static Read read(NodeValues values, Node node) {
        int before = values.problems().count();
        Node.Mapping map = values.mapping(node, "a map with strategy, delay, …", KEYS);
        return map == null ? new Read(BackoffPlan.DEFAULT, null) : new BackoffReader(values, map, before).read();
    }

    private Read read() {
        String strategy = map.get("strategy") == null ? "exponential" : strategy();
        if (strategy == null) {
            return new Read(BackoffPlan.DEFAULT, null);
        }
        refuseForeignKeys(strategy);
        delay = map.get("delay") == null ? null : values.duration(map.get("delay"), !strategy.equals("decorrelated"));
        maxDelay = map.get("max-delay") == null ? null : values.duration(map.get("max-delay"), false);
        jitter = map.get("jitter") == null ? null : jitter(strategy);
        checkDelays(strategy);
        if (strategy.equals("custom")) {
            return new Read(BackoffPlan.DEFAULT, custom());
        }
        Backoff backoff = backoff(strategy);
        return new Read(values.problems().count() > problemsBefore ? BackoffPlan.DEFAULT : plan(backoff), null);
    }

    private void checkDelays(String strategy) {
        boolean hasDelay = !strategy.equals("schedule") && !strategy.equals("custom");
        Long first = delay == null && map.get("delay") == null && hasDelay ? (Long) DEFAULT_DELAY_NANOS : delay;
        if (first != null && maxDelay != null && first > maxDelay) {
            String written = map.get("delay") == null ? ", which is the default" : "";
            values.problems()
                    .wrong(
                            map.get("max-delay"),
                            "max-delay " + Durations.format(maxDelay) + " is below delay " + Durations.format(first)
                                    + written + "; no wait may be longer than max-delay");
        }
    }

    private String strategy() {
        String[] names = new String[STRATEGIES.length];
        for (int i = 0; i < names.length; i++) {
            names[i] = STRATEGIES[i][0];
        }
        return values.oneOf(map.get("strategy"), names);
    }

    private void refuseForeignKeys(String strategy) {
        for (String[] row : STRATEGIES) {
            if (!row[0].equals(strategy)) {
                continue;
            }
            List<String> own = Arrays.asList(Arrays.copyOfRange(row, 1, row.length));
            for (Map.Entry<String, Node.Entry> entry : map.entries().entrySet()) {
                String key = entry.getKey();
                boolean common = key.equals("strategy") || key.equals("max-delay") || key.equals("jitter");
                if (!common && !own.contains(key) && Arrays.asList(KEYS).contains(key)) {
                    values.problems()
                            .add(
                                    entry.getValue().keyMark(),
                                    entry.getValue().value().path(),
                                    key + " does not belong to the strategy " + strategy + ", which has "
                                            + NodeValues.join(own));
                }
            }
        }
    }

    private Jitter jitter(String strategy) {
        Node node = map.get("jitter");
        String text = node instanceof Node.Scalar ? ((Node.Scalar) node).text() : "";
        if (strategy.equals("random") || strategy.equals("decorrelated")) {
            values.problems()
                    .wrong(
                            node,
                            "jitter " + node.describe() + " cannot go with the strategy " + strategy
                                    + ", which is random already; leave jitter out");
            return null;
        }
        switch (text) {
            case "full":
                return Jitter.FULL;
            case "equal":
                return Jitter.EQUAL;
            case "none":
                return Jitter.NONE;
            default:
                if (!text.trim().endsWith("%")) {
                    values.problems().expected(node, "a percentage such as 20%, full, equal or none");
                    return null;
                }
                Double fraction = values.percentage(node, 0, 100);
                return fraction == null ? null : Jitter.percent(fraction);
        }
    }

    private Backoff backoff(String strategy) {
        long first = delay == null ? DEFAULT_DELAY_NANOS : delay;
        switch (strategy) {
            case "fixed":
                return new FixedBackoff(first);
            case "linear":
                Long increment = map.get("increment") == null ? null : values.duration(map.get("increment"), true);
                return new LinearBackoff(first, increment == null ? first : increment);
            case "random":
                long longest = maxDelay == null
                        ? Math.max(BackoffPlan.DEFAULT_MAX_DELAY_NANOS, first)
                        : Math.max(maxDelay, first);
                return new RandomBackoff(first, longest);
            case "fibonacci":
                return new FibonacciBackoff(first);
            case "decorrelated":
                return new DecorrelatedBackoff(first);
            case "schedule":
                return schedule();
            default:
                Double multiplier = map.get("multiplier") == null
                        ? Double.valueOf(DEFAULT_MULTIPLIER)
                        : values.number(map.get("multiplier"), 1, "a number, 1 or more: waits must not shrink");
                return new ExponentialBackoff(first, multiplier == null ? DEFAULT_MULTIPLIER : multiplier);
        }
    }

    private Backoff schedule() {
        String expected = "a list of durations, such as [100ms, 1s, 5s]";
        if (map.get("delays") == null) {
            values.problems().expected(map, "delays in it: " + expected);
            return new FixedBackoff(DEFAULT_DELAY_NANOS);
        }
        List<Node> items = values.items(map.get("delays"), expected);
        long[] delays = new long[Math.max(1, items.size())];
        for (int i = 0; i < items.size(); i++) {
            Long wait = values.duration(items.get(i), true);
            delays[i] = wait == null ? 0 : wait;
            if (wait != null && maxDelay != null && wait > maxDelay) {
                values.problems()
                        .wrong(
                                items.get(i),
                                "the delay " + Durations.format(wait) + " is above max-delay "
                                        + Durations.format(maxDelay));
            }
        }
        return new ScheduleBackoff(delays);
    }

    private BackoffPlan plan(Backoff backoff) {
        BackoffPlan.Builder plan = BackoffPlan.builder(backoff).jitter(jitter);
        try {
            return maxDelay == null
                    ? plan.build()
                    : plan.maxDelay(Duration.ofNanos(maxDelay)).build();
        } catch (IllegalArgumentException e) {
            // All that the engine refuses today has been told above, at its own place; this is for what it may refuse
            // later.
            values.problems().wrong(map, e.getMessage());
            return BackoffPlan.DEFAULT;
        }
    }

    private CustomBackoffSpec custom() {
        String expected = "the name of a class that implements Backoff, or IntToLongFunction in the application";
        if (map.get("class") == null) {
            values.problems().expected(map, "class in it: " + expected);
            return null;
        }
        String className = ClassNames.read(values, map.get("class"), expected);
        String jar = map.get("jar") == null ? null : values.text(map.get("jar"), "the path of a jar");
        Map<String, Object> parameters = new LinkedHashMap<>();
        if (map.get("parameters") instanceof Node.Mapping) {
            for (Map.Entry<String, Node.Entry> entry :
                    ((Node.Mapping) map.get("parameters")).entries().entrySet()) {
                parameters.put(entry.getKey(), values.scalar(entry.getValue().value(), "a single value"));
            }
        } else if (map.get("parameters") != null) {
            values.problems().expected(map.get("parameters"), "a map of names to single values");
        }
        return new CustomBackoffSpec(
                className, jar, parameters, jitter, maxDelay == null ? null : Duration.ofNanos(maxDelay));
    }

    /** What was read: a plan, and for a custom strategy what the plan is to be made of. Immutable. */
    static final class Read {
        final BackoffPlan plan;
        final CustomBackoffSpec custom;

        Read(BackoffPlan plan, CustomBackoffSpec custom) {
            this.plan = plan;
            this.custom = custom;
        }
    }
}
