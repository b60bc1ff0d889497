package io.datapunk.retry.agent.cli;

import io.datapunk.retry.agent.cli.json.Json;
import io.datapunk.retry.agent.cli.jvm.JarVersion;
import io.datapunk.retry.agent.log.PlainText;
import io.datapunk.retry.agent.rules.RetryRule;
import io.datapunk.retry.agent.rules.RuleSet;
import io.datapunk.retry.backoff.Durations;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code plan}: the waits of each rule, before they happen in production. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        versionProvider = JarVersion.class,
        description = "Shows the waits of each rule: least, usual and longest, and their sum.")
final class PlanCommand implements Callable<Integer> {

    /** A rule may have a thousand attempts: past this many rows only the sum goes on. */
    private static final int MAX_ROWS = 20;

    private static final int BAR_WIDTH = 40;

    @Mixin
    private RulesOption rules;

    @Option(names = "--rule", paramLabel = "NAME", description = "this rule alone")
    private String only;

    @Option(names = "--json", description = "machine-readable")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        List<String> problems = new ArrayList<>();
        RuleSet set = rules.read(problems);
        if (set == null) {
            return tell(problems);
        }
        List<Object> plans = new ArrayList<>();
        boolean found = only == null;
        for (RetryRule rule : set.rules()) {
            if (only == null || only.equals(rule.name())) {
                found = true;
                Waits waits = Waits.of(rule);
                if (json) {
                    plans.add(asJson(waits));
                } else {
                    print(waits, out);
                }
            }
        }
        if (!found) {
            return tell(Collections.singletonList("there is no rule \"" + only + "\" in " + set.source()));
        }
        if (json) {
            out.println(Json.write(plans));
        }
        return 0;
    }

    private int tell(List<String> problems) {
        if (json) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("good", false);
            result.put("problems", problems);
            spec.commandLine().getOut().println(Json.write(result));
        } else {
            for (String problem : problems) {
                spec.commandLine().getErr().println(PlainText.of(problem));
            }
        }
        return 1;
    }

    private static void print(Waits waits, PrintWriter out) {
        out.println(waits.rule().name() + "  (" + waits.title() + ")");
        if (waits.rows().isEmpty()) {
            out.println(waits.note() == null ? "  no wait: there is one attempt" : "  " + waits.note());
            out.println();
            return;
        }
        out.println("  attempt     least     usual   longest   sum, usual");
        long scale = Math.max(1, waits.longest());
        int shown = 0;
        for (Waits.Row row : waits.rows()) {
            if (shown++ == MAX_ROWS) {
                out.println("  … and " + (waits.rows().size() - MAX_ROWS) + " more");
                break;
            }
            out.println("  " + padded(String.valueOf(row.attempt), 7) + padded(Durations.format(row.least), 10)
                    + padded(Durations.format(row.usual), 10) + padded(Durations.format(row.longest), 10)
                    + padded(Durations.format(row.sumUsual), 13)
                    + (row.pastTimeout ? "  past the timeout" : "  " + bar(row, scale)));
        }
        Waits.Row last = waits.rows().get(waits.rows().size() - 1);
        out.println("  all waits: " + Durations.format(last.sumLeast) + " to " + Durations.format(last.sumLongest)
                + (waits.timeout() == 0 ? ", no timeout" : ", timeout " + Durations.format(waits.timeout())));
        if (waits.note() != null) {
            out.println("  " + waits.note());
        }
        out.println();
    }

    /** Full up to the least wait, shaded up to the longest. */
    private static String bar(Waits.Row row, long scale) {
        StringBuilder bar = new StringBuilder();
        int least = (int) Math.round((double) row.least * BAR_WIDTH / scale);
        int longest = (int) Math.max(1, Math.round((double) row.longest * BAR_WIDTH / scale));
        for (int i = 0; i < longest; i++) {
            bar.append(i < least ? '\u2588' : '\u2591');
        }
        return bar.toString();
    }

    private static String padded(String text, int width) {
        StringBuilder padded = new StringBuilder();
        for (int i = text.length(); i < width; i++) {
            padded.append(' ');
        }
        return padded.append(text).toString();
    }

    private static Map<String, Object> asJson(Waits waits) {
        Map<String, Object> rule = new LinkedHashMap<>();
        rule.put("rule", waits.rule().name());
        rule.put("timeoutMillis", waits.timeout() == 0 ? null : waits.timeout() / 1_000_000);
        List<Object> rows = new ArrayList<>();
        for (Waits.Row row : waits.rows()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("attempt", row.attempt);
            one.put("leastMillis", row.least / 1_000_000);
            one.put("usualMillis", row.usual / 1_000_000);
            one.put("longestMillis", row.longest / 1_000_000);
            one.put("sumUsualMillis", row.sumUsual / 1_000_000);
            one.put("pastTimeout", row.pastTimeout);
            rows.add(one);
        }
        rule.put("waits", rows);
        rule.put("note", waits.note());
        return rule;
    }
}
