package io.datapunk.retry.demo;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * Runs the same application jar without and with the agent and shows both side by side: {@code Demo ROOT}, where ROOT
 * is this repository, built. Exit status 1 if the agent did not get every order that asking again can get.
 */
public final class Demo {
    private static final int ORDERS = 200;
    private static final long SEED = 2007;
    private static final String ROW = "%-34s%16s%14s%n";

    private final PrintStream out = System.out;
    private final FaultPlan plan = FaultPlan.seeded(SEED);

    private Demo() {}

    public static void main(String[] args) throws Exception {
        System.exit(new Demo().run(Path.of(args[0]).toRealPath()) ? 0 : 1);
    }

    private boolean run(Path root) throws Exception {
        Path application = existing(root.resolve("it-tests/target/it-tests-order-app.jar"));
        Path agent = existing(root.resolve("agent/target/datapunk-retry.jar"));
        Path rules = existing(root.resolve("retry-rules.yml"));
        out.printf(
                "%d orders over commons-httpclient 3.1, from a server that fails on purpose (seed %d)%n", ORDERS, SEED);
        AppRun without = AppRun.of(application, null, plan, ORDERS);
        AppRun with = AppRun.of(application, agent + "=rules=\"" + rules + "\"", plan, ORDERS);
        sideBySide(without, with);
        failures("without the agent", without);
        failures("with the agent", with);
        metrics(with);
        return verdict(without, with);
    }

    private void sideBySide(AppRun without, AppRun with) {
        out.println();
        out.printf(ROW, "", "without agent", "with agent");
        out.printf(ROW, "orders fetched", without.fetched(), with.fetched());
        out.printf(ROW, "failures that surfaced", without.failed(), with.failed());
        out.printf(ROW, "requests that the server saw", without.requests(), with.requests());
        out.printf(ROW, "time taken", seconds(without), seconds(with));
    }

    private void failures(String run, AppRun app) {
        out.printf("%nfailures that surfaced %s%n", run);
        for (Map.Entry<String, Integer> failure : app.failures().entrySet()) {
            out.printf("%6d  %s%n", failure.getValue(), failure.getKey());
        }
    }

    private void metrics(AppRun with) {
        out.printf("%nmetrics over JMX%n");
        for (MethodMetrics method : with.metrics()) {
            out.printf("  %s  %s%n   ", method.rule(), method.method());
            method.counters().forEach((counter, value) -> out.printf(" %s=%d", counter, value));
            out.println();
        }
    }

    private boolean verdict(AppRun without, AppRun with) {
        int obtainable = plan.obtainable(ORDERS);
        boolean all = with.fetched() == obtainable;
        boolean helped = without.fetched() < with.fetched()
                && with.metrics().stream()
                                .mapToLong(method -> method.get("Retries"))
                                .sum()
                        > 0;
        out.printf(
                "%n%d of the %d orders exist; with the agent %s fetched.%n",
                obtainable, ORDERS, all ? "all of them were" : "only " + with.fetched() + " were");
        return all && helped;
    }

    private static String seconds(AppRun run) {
        return String.format(Locale.ROOT, "%.1f s", run.millis() / 1000.0);
    }

    private static Path existing(Path file) {
        if (!Files.exists(file)) {
            System.err.println("not built yet: " + file);
            System.exit(1);
        }
        return file;
    }
}
