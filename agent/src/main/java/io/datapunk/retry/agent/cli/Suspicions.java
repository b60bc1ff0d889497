package io.datapunk.retry.agent.cli;

import io.datapunk.retry.agent.rules.Glob;
import io.datapunk.retry.agent.rules.RetryRule;
import io.datapunk.retry.backoff.Durations;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Finds what works but is likely a mistake. Stateless. */
final class Suspicions {

    /** Beginnings of names of methods that do something which is done twice if it is repeated. */
    private static final String[] WRITES = {
        "charge",
        "pay",
        "create",
        "insert",
        "send",
        "post",
        "submit",
        "add",
        "delete",
        "remove",
        "transfer",
        "book",
        "withdraw",
        "deposit",
        "publish",
        "append",
        "increment",
        "refund"
    };

    private Suspicions() {}

    static List<String> of(RuleReport report) {
        List<String> found = new ArrayList<>();
        RetryRule rule = report.rule;
        String write = firstWrite(report.methods);
        if (write != null && !rule.policy().outcomes().hasAbortOn()) {
            found.add(write
                    + " sounds like a write that is made twice when it is repeated, and there is no abort-on: is it"
                    + " idempotent?");
        }
        for (Glob glob : rule.match().classes()) {
            if (glob.literalPrefix().isEmpty() && rule.match().methods().isEmpty() && !glob.isLiteral()) {
                found.add("class \"" + glob + "\" without a method is a catch-all: name what is to be retried");
            }
        }
        for (String method : report.methods) {
            if (method.startsWith("java.net.Socket.connect(")) {
                found.add(method
                        + " closes its socket when it fails, and a repeated call only hears so: name a method that"
                        + " makes the socket, such as createSocket of javax.net.DefaultSocketFactory");
            }
        }
        long timeout = rule.policy().timeoutNanos();
        Waits waits = Waits.of(rule);
        if (timeout > 0 && !waits.rows().isEmpty() && waits.rows().get(0).least >= timeout) {
            found.add("timeout " + Durations.format(timeout) + " is shorter than the first wait, "
                    + Durations.format(waits.rows().get(0).least) + " at the least: nothing is ever retried");
        }
        return found;
    }

    private static String firstWrite(List<String> methods) {
        for (String method : methods) {
            String untilParameters = method.substring(0, method.indexOf('('));
            String name = untilParameters.substring(untilParameters.lastIndexOf('.') + 1);
            for (String write : WRITES) {
                boolean begins = name.toLowerCase(Locale.ROOT).startsWith(write);
                if (begins
                        && (name.length() == write.length() || !Character.isLowerCase(name.charAt(write.length())))) {
                    return method;
                }
            }
        }
        return null;
    }
}
