package io.datapunk.retry.agent.cli.top;

import io.datapunk.retry.agent.log.PlainText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Two snapshots, one after the other, as lines of text. Immutable. */
final class Frame {

    /** With fewer columns than these on the screen, the table has fewer too. */
    private static final int NARROW = 100;

    /** Without those that a breaker refuses: it does so to spare retries, not in spite of them. */
    private static final String[] OUTCOMES_IN_VAIN = {"exhausted", "timedOut", "budgetDenied", "interrupted", "stopped"
    };

    private final Map<String, Object> now;
    private final Map<String, Map<String, Object>> before = new HashMap<>();
    private final double seconds;

    /**
     * A frame.
     *
     * @param before {@code null}: no rates are known
     */
    Frame(Map<String, Object> before, Map<String, Object> now) {
        this.now = PlainSnapshot.of(now);
        this.seconds = before == null ? 0 : (number(now, "at") - number(before, "at")) / 1_000.0;
        if (before != null) {
            for (Map<String, Object> method : list(PlainSnapshot.of(before), "methods")) {
                this.before.put(key(method), method);
            }
        }
    }

    /**
     * The lines, none longer than {@code width}.
     *
     * @param pid of the JVM
     * @param height of more lines than these the least important are left out
     * @param isStyled whether to use bold and colours, as terminals understand them
     */
    List<String> lines(String pid, int width, int height, boolean isStyled) {
        List<String> guards = new ArrayList<>();
        guards.addAll(breakers(isStyled));
        guards.addAll(budgets(isStyled));
        List<String> lines = new ArrayList<>(head(pid));
        lines.add("");
        int left = height - lines.size() - 1;
        int forGuards = Math.min(guards.size(), Math.max(left / 3, 0));
        lines.addAll(methods(width, Math.max(left - forGuards, 2), isStyled));
        if (forGuards > 1) {
            lines.add("");
            lines.addAll(guards.subList(0, Math.min(guards.size(), Math.max(height - lines.size(), 0))));
        }
        List<String> cut = new ArrayList<>();
        for (String line : lines.subList(0, Math.min(lines.size(), height))) {
            cut.add(Columns.cut(line, width));
        }
        return cut;
    }

    private List<String> head(String pid) {
        List<String> head = new ArrayList<>();
        boolean isEnabled = Boolean.TRUE.equals(now.get("enabled"));
        head.add("datapunk-retry in " + PlainText.of(pid) + " | " + number(now, "rules") + " rules of "
                + now.get("rulesSource")
                + " | "
                + (isEnabled ? "enabled" : "SWITCHED OFF")
                + (number(now, "errors") == 0 ? "" : " | errors of the agent: " + number(now, "errors"))
                + (number(now, "skippedMethods") == 0
                        ? ""
                        : " | methods left alone: " + number(now, "skippedMethods")));
        List<Map<String, Object>> methods = list(now, "methods");
        head.add("calls " + grouped(sum(methods, "calls")) + " | retries " + grouped(sum(methods, "retries"))
                + " | saved " + grouped(sum(methods, "retriedSuccesses"))
                + " | failed in spite of retries " + grouped(inVain(methods))
                + " | refused by breakers " + grouped(sum(methods, "breakerRejected"))
                + " | waiting now " + grouped(sum(methods, "waiting")));
        if (now.get("reloadError") != null) {
            head.add("NEW RULES REFUSED: " + now.get("reloadError"));
        }
        return head;
    }

    private List<String> methods(int width, int rows, boolean isStyled) {
        List<Map<String, Object>> methods = new ArrayList<>(list(now, "methods"));
        Collections.sort(methods, new Comparator<Map<String, Object>>() {
            @Override
            public int compare(Map<String, Object> one, Map<String, Object> other) {
                int byRetries = Long.compare(number(other, "retries"), number(one, "retries"));
                return byRetries != 0 ? byRetries : Long.compare(number(other, "calls"), number(one, "calls"));
            }
        });
        boolean isNarrow = width < NARROW;
        Columns columns = (isNarrow
                        ? new Columns("RETRIES", "CALLS", "SAVED", "FAILED")
                        : new Columns(
                                "RETRIES", "/S", "CALLS", "/S", "SAVED", "FAILED", "REFUSED", "WAITING", "WAITED"))
                .text("METHOD")
                .text("LAST FAILURE");
        for (Map<String, Object> method : methods.subList(0, Math.min(methods.size(), rows - 1))) {
            String retries = grouped(number(method, "retries"));
            String calls = grouped(number(method, "calls"));
            String saved = saved(method);
            String failed = grouped(inVain(Collections.singletonList(method)));
            if (isNarrow) {
                columns.row(retries, calls, saved, failed, shortened(method), lastFailure(method));
            } else {
                String waiting = grouped(number(method, "waiting"));
                String waited = duration(number(method, "waitMillis"));
                columns.row(
                        retries,
                        rate(method, "retries"),
                        calls,
                        rate(method, "calls"),
                        saved,
                        failed,
                        grouped(number(method, "breakerRejected")),
                        waiting,
                        waited,
                        shortened(method),
                        lastFailure(method));
            }
        }
        return columns.lines(width, isStyled);
    }

    private List<String> breakers(boolean isStyled) {
        Columns columns = new Columns("FAILURES", "SLOW", "REJECTED", "SINCE")
                .text("STATE")
                .text("CIRCUIT BREAKER");
        for (Map<String, Object> breaker : list(now, "circuitBreakers")) {
            String state = String.valueOf(breaker.get("state"));
            columns.row(
                    percent(breaker, "failureRate"),
                    percent(breaker, "slowCallRate"),
                    grouped(number(breaker, "rejected")),
                    ago(number(breaker, "stateChangedAt")),
                    state,
                    String.valueOf(breaker.get("name")));
            columns.alarmIf(state.equals("OPEN"));
        }
        return columns.linesIfAny(isStyled);
    }

    private List<String> budgets(boolean isStyled) {
        Columns columns = new Columns("BALANCE", "ALLOWED", "DENIED").text("BUDGET");
        for (Map<String, Object> budget : list(now, "budgets")) {
            columns.row(
                    String.format(Locale.ROOT, "%.1f", ((Number) budget.get("balance")).doubleValue()),
                    grouped(number(budget, "withdrawn")),
                    grouped(number(budget, "denied")),
                    String.valueOf(budget.get("name")));
        }
        return columns.linesIfAny(isStyled);
    }

    /** Of the calls that needed a retry, the share that ended well. */
    private static String saved(Map<String, Object> method) {
        long saved = number(method, "retriedSuccesses");
        long all = saved + inVain(Collections.singletonList(method));
        return all == 0 ? "-" : 100 * saved / all + "%";
    }

    private static long inVain(List<Map<String, Object>> methods) {
        long sum = 0;
        for (String outcome : OUTCOMES_IN_VAIN) {
            sum += sum(methods, outcome);
        }
        return sum;
    }

    private String rate(Map<String, Object> method, String counter) {
        Map<String, Object> then = before.get(key(method));
        if (seconds <= 0) {
            return "-";
        }
        double rate = (number(method, counter) - (then == null ? 0 : number(then, counter))) / seconds;
        return String.format(Locale.ROOT, rate < 100 ? "%.1f" : "%.0f", Math.max(0, rate));
    }

    private String lastFailure(Map<String, Object> method) {
        Object failure = method.get("lastFailure");
        return failure == null ? "" : simple(failure.toString()) + ", " + ago(number(method, "lastFailureAt")) + " ago";
    }

    private String ago(long epochMillis) {
        return duration(Math.max(0, number(now, "at") - epochMillis));
    }

    /** The method with the simple names of its class and of its parameters. */
    private static String shortened(Map<String, Object> method) {
        String signature = method.get("method").toString();
        int open = signature.lastIndexOf('('); // a name may have one too
        if (open < 0 || !signature.endsWith(")")) {
            return simple(method.get("class").toString()) + "." + signature;
        }
        StringBuilder out = new StringBuilder(simple(method.get("class").toString()))
                .append('.')
                .append(signature, 0, open + 1);
        String separator = "";
        for (String parameter :
                signature.substring(open + 1, signature.length() - 1).split(", ", -1)) {
            out.append(separator).append(simple(parameter));
            separator = ", ";
        }
        return out.append(')').toString();
    }

    private static String simple(String className) {
        return className.substring(className.lastIndexOf('.') + 1);
    }

    private static String key(Map<String, Object> method) {
        return method.get("rule") + "|" + method.get("class") + "|" + method.get("method") + "|" + method.get("loader");
    }

    private static String percent(Map<String, Object> of, String key) {
        return String.format(Locale.ROOT, "%.0f%%", ((Number) of.get(key)).doubleValue());
    }

    private static String duration(long millis) {
        if (millis < 1_000) {
            return millis + "ms";
        }
        if (millis < 100_000) {
            return String.format(Locale.ROOT, "%.1fs", millis / 1_000.0);
        }
        long minutes = millis / 60_000;
        return minutes < 100 ? minutes + "min" : minutes / 60 + "h";
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static long sum(List<Map<String, Object>> methods, String counter) {
        long sum = 0;
        for (Map<String, Object> method : methods) {
            sum += number(method, counter);
        }
        return sum;
    }

    private static long number(Map<String, Object> of, String key) {
        Object value = of.get(key);
        return value instanceof Number ? ((Number) value).longValue() : 0;
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> list(Map<String, Object> of, String key) {
        Object value = of.get(key);
        return value == null ? Collections.<Map<String, Object>>emptyList() : (List<Map<String, Object>>) value;
    }
}
