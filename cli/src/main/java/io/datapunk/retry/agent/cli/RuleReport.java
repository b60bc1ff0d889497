package io.datapunk.retry.agent.cli;

import io.datapunk.retry.agent.cli.lint.RuleWarnings;
import io.datapunk.retry.agent.rules.RetryRule;
import java.util.ArrayList;
import java.util.List;

/** What {@code check} found out of one rule. Filled by {@link JarCheck}; not thread-safe. */
final class RuleReport {

    final RetryRule rule;

    /** Methods that it would get: {@code com.acme.PaymentClient.charge(long)}. */
    final List<String> methods = new ArrayList<>();

    /** Methods that it names but that are left alone, with the reason. */
    final List<String> leftAlone = new ArrayList<>();

    /** Rules above it that have methods which it names too. */
    final List<String> shadowedBy = new ArrayList<>();

    /** What cannot be seen in class files, and will be in a run. */
    final List<String> notes = new ArrayList<>();

    /** What looks like a mistake. */
    RuleWarnings warnings = new RuleWarnings();

    RuleReport(RetryRule rule) {
        this.rule = rule;
    }

    /** Whether it names nothing in what was looked at. */
    boolean matchesNothing() {
        return methods.isEmpty() && leftAlone.isEmpty() && shadowedBy.isEmpty() && notes.isEmpty();
    }
}
