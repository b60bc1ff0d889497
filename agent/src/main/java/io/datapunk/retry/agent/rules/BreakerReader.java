package io.datapunk.retry.agent.rules;

import io.datapunk.retry.agent.rules.syntax.Node;
import io.datapunk.retry.backoff.Durations;
import io.datapunk.retry.guard.BreakerSettings;
import java.time.Duration;

/** Reads a circuit breaker. Not thread-safe: it holds the values of one. */
final class BreakerReader {

    static final String[] KEYS = {
        "failure-rate",
        "slow-call",
        "slow-call-rate",
        "window",
        "minimum-calls",
        "open-for",
        "half-open-calls",
        "open-exception"
    };
    private static final int MAX_CALLS = BreakerSettings.MAX_CALLS;

    private static final BreakerSettings DEFAULTS = BreakerSettings.builder().build();

    private double failureRate = DEFAULTS.failureRate();
    private long slowCallNanos;
    private double slowCallRate = DEFAULTS.slowCallRate();
    private int windowCalls = DEFAULTS.windowCalls();
    private long windowNanos;
    private int minimumCalls = DEFAULTS.minimumCalls();
    private long openForNanos = DEFAULTS.openForNanos();
    private int halfOpenCalls = DEFAULTS.halfOpenCalls();
    private String openException;

    private final NodeValues values;

    private BreakerReader(NodeValues values) {
        this.values = values;
    }

    /** The breaker; {@code null} where the node is no map. */
    static BreakerSpec read(NodeValues values, Node node, String name) {
        Node.Mapping map = values.mapping(node, "a map with failure-rate, window, open-for, …", KEYS);
        if (map == null) {
            return null;
        }
        BreakerReader reader = new BreakerReader(values);
        reader.read(map);
        return new BreakerSpec(name, reader.settings(), reader.openException);
    }

    private void read(Node.Mapping map) {
        for (java.util.Map.Entry<String, Node.Entry> entry : map.entries().entrySet()) {
            read(entry.getKey(), entry.getValue().value());
        }
        if (windowCalls > 0 && minimumCalls > windowCalls) {
            String message = "minimum-calls " + minimumCalls + " is above window " + windowCalls
                    + " calls: the breaker could never open";
            if (map.get("minimum-calls") != null) {
                values.problems().wrong(map.get("minimum-calls"), message);
            } else {
                minimumCalls = windowCalls; // a smaller window brings the default along
            }
        }
        if (map.get("slow-call-rate") != null && map.get("slow-call") == null) {
            values.problems()
                    .wrong(
                            map.get("slow-call-rate"),
                            "slow-call-rate needs slow-call: from what duration on is one slow?");
        }
    }

    private BreakerSettings settings() {
        BreakerSettings.Builder settings = BreakerSettings.builder()
                .failureRate(failureRate)
                .minimumCalls(minimumCalls)
                .openFor(Duration.ofNanos(openForNanos))
                .halfOpenCalls(halfOpenCalls);
        if (slowCallNanos > 0) {
            settings.slowCalls(Duration.ofNanos(slowCallNanos), slowCallRate);
        }
        return windowNanos > 0
                ? settings.windowOfTime(Duration.ofNanos(windowNanos)).build()
                : settings.windowOfCalls(windowCalls).build();
    }

    private void read(String key, Node node) {
        switch (key) {
            case "failure-rate":
                failureRate = orKeep(values.percentage(node, 0.1, 100), failureRate);
                break;
            case "slow-call":
                slowCallNanos = orKeep(values.duration(node, false), slowCallNanos);
                break;
            case "slow-call-rate":
                slowCallRate = orKeep(values.percentage(node, 0.1, 100), slowCallRate);
                break;
            case "window":
                window(node);
                break;
            case "minimum-calls":
                minimumCalls = orKeep(values.integer(node, 1, MAX_CALLS), minimumCalls);
                break;
            case "open-for":
                openForNanos = orKeep(values.duration(node, false), openForNanos);
                break;
            case "half-open-calls":
                halfOpenCalls = orKeep(values.integer(node, 1, MAX_CALLS), halfOpenCalls);
                break;
            case "open-exception":
                openException = ClassNames.read(values, node, "the name of an exception class");
                break;
            default:
                break; // told already as an unknown key
        }
    }

    private void window(Node node) {
        String expected = "a number of calls such as \"100 calls\", or a duration such as 60s";
        String text = values.text(node, expected);
        if (text == null) {
            return;
        }
        String trimmed = text.trim();
        if (trimmed.endsWith(" calls")) {
            try {
                int calls = Integer.parseInt(
                        trimmed.substring(0, trimmed.length() - 6).trim());
                if (calls >= 1 && calls <= MAX_CALLS) {
                    windowCalls = calls;
                    return;
                }
            } catch (NumberFormatException e) {
                values.problems().expected(node, expected);
                return;
            }
            values.problems().expected(node, "1 to " + MAX_CALLS + " calls");
            return;
        }
        try {
            long nanos = Durations.parse(trimmed);
            if (nanos >= 1_000_000_000L && nanos <= 3_600_000_000_000L) {
                windowNanos = nanos;
                windowCalls = 0;
                return;
            }
            values.problems().expected(node, "a window of 1s to 1h");
        } catch (IllegalArgumentException e) {
            values.problems().expected(node, expected);
        }
    }

    private static <T> T orKeep(T read, T kept) {
        return read == null ? kept : read;
    }
}
