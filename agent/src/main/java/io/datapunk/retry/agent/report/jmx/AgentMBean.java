package io.datapunk.retry.agent.report.jmx;

import io.datapunk.retry.agent.rules.RetryRule;
import io.datapunk.retry.agent.rules.RuleSet;
import io.datapunk.retry.agent.status.AgentStatus;
import io.datapunk.retry.agent.woven.WovenMethod;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;

/** {@code type=Agent}: what the agent knows of itself. */
final class AgentMBean {

    private AgentMBean() {}

    static AttributeTable<AgentStatus> table(File agentJar, AgentControl control) {
        AttributeTable<AgentStatus> table =
                new AttributeTable<>(AgentMBean.class, status -> "The datapunk-retry agent in this JVM");
        table.attribute("Version", String.class, "Version of the agent", status -> version(agentJar));
        table.attribute("RulesSource", String.class, "The rules file or directory", status -> control.rulesSource());
        table.attribute(
                "RulesLoadedAt",
                Date.class,
                "When the rules in force were read; null where none ever were",
                status -> status.rulesLoadedAt() == 0 ? null : new Date(status.rulesLoadedAt()));
        table.attribute(
                "ReloadError",
                String.class,
                "Why the newest rules were refused, with line and column; null where they were not",
                AgentStatus::reloadError);
        table.attribute(
                "ReloadRefused",
                boolean.class,
                "Whether the newest rules were refused: those in force are older than the file",
                status -> status.reloadError() != null);
        table.attribute(
                "Rules", String[].class, "Names of the rules in force, in file order", status -> array(rules(status)));
        table.attribute(
                "UnmatchedRules",
                String[].class,
                "Rules that no class loaded so far has a method for",
                status -> array(unmatched(status)));
        table.attribute("WovenMethods", String[].class, "Methods that are retried", status -> array(woven(status)));
        table.attribute(
                "SkippedMethods",
                String[].class,
                "Methods that a rule names but that are left alone, with the reason",
                status -> array(status.skippedMethods()));
        table.attribute(
                "Enabled",
                boolean.class,
                "Whether calls are retried at all: neither the rules nor setEnabled have switched it off",
                AgentStatus::isEnabled);
        table.attribute(
                "Errors",
                long.class,
                "Errors inside the agent, which the application did not see [errors]",
                AgentStatus::errors);
        table.operation(
                "reload",
                "Looks at the rules now; gives why they were refused, null where they were not. Needs jmx-write=true",
                status -> control.reload());
        table.action(
                "setEnabled",
                "Switches all retries off, within one call, or on again. Needs jmx-write=true",
                "enabled",
                (status, on) -> control.setEnabled(on));
        table.action("resetMetrics", "Sets the counters of all methods to zero. Needs jmx-write=true", status -> {
            control.checkMayWrite();
            for (WovenMethod woven : status.wovenMethods()) {
                woven.metrics().reset();
            }
        });
        return table;
    }

    private static String version(File agentJar) {
        try (JarFile jar = new JarFile(agentJar)) {
            return jar.getManifest().getMainAttributes().getValue(Attributes.Name.IMPLEMENTATION_VERSION);
        } catch (IOException e) {
            return "unknown: " + e.getMessage();
        }
    }

    private static List<String> rules(AgentStatus status) {
        List<String> names = new ArrayList<>();
        RuleSet rules = status.rules();
        if (rules != null && rules.enabled()) {
            for (RetryRule rule : rules.rules()) {
                names.add(rule.name());
            }
        }
        return names;
    }

    private static List<String> unmatched(AgentStatus status) {
        List<String> unmatched = rules(status);
        for (WovenMethod woven : status.wovenMethods()) {
            unmatched.remove(woven.rule());
        }
        return unmatched;
    }

    private static List<String> woven(AgentStatus status) {
        List<String> methods = new ArrayList<>();
        for (WovenMethod woven : status.wovenMethods()) {
            methods.add(woven.className() + "." + woven.method());
        }
        return methods;
    }

    private static String[] array(List<String> values) {
        return values.toArray(new String[0]);
    }
}
