package io.datapunk.retry.agent.report.jmx;

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
                "When the rules in force were read; null if none were",
                status -> status.rules().readAtMillis() == 0
                        ? null
                        : new Date(status.rules().readAtMillis()));
        table.attribute(
                "ReloadError",
                String.class,
                "Why the newest rules were refused, with line and column; null if they were not",
                AgentStatus::reloadError);
        table.attribute(
                "ReloadRefused",
                boolean.class,
                "Whether the newest rules were refused; the rules in force are then older than the file",
                status -> status.reloadError() != null);
        table.attribute(
                "Rules", String[].class, "Names of the rules in force, in file order", status -> array(rules(status)));
        table.attribute(
                "UnmatchedRules",
                String[].class,
                "Rules that match no method of the classes loaded so far",
                status -> array(unmatched(status)));
        table.attribute(
                "WovenMethods",
                String[].class,
                "Methods that are woven, each with its class",
                status -> array(woven(status)));
        table.attribute(
                "SkippedMethods",
                String[].class,
                "Methods that a rule matches but that are left alone, with the reason",
                status -> array(status.skippedMethods()));
        table.attribute(
                "Enabled",
                boolean.class,
                "Whether calls are retried: false if the rules or setEnabled have switched retries off",
                status -> status.rules().isEnabled());
        table.attribute(
                "Errors",
                long.class,
                "Errors inside the agent that the application did not see [errors]",
                AgentStatus::errors);
        table.operation(
                "reload",
                "Reads the rules now; returns why they were refused, null if they were not. Needs jmx-write=true",
                status -> control.reload());
        table.action(
                "setEnabled",
                "Switches all retries off within one call, or on again. Needs jmx-write=true",
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
        return new ArrayList<>(status.rules().byName().keySet());
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
