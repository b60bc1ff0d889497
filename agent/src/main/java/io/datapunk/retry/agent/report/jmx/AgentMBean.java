package io.datapunk.retry.agent.report.jmx;

import io.datapunk.retry.agent.rules.RetryRule;
import io.datapunk.retry.agent.rules.RuleSet;
import io.datapunk.retry.agent.site.Site;
import io.datapunk.retry.agent.status.AgentStatus;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;

/** {@code type=Agent}: what the agent knows of itself. */
final class AgentMBean extends AttributeTable {

    private final AgentStatus status;

    AgentMBean(AgentStatus status, File agentJar, AgentControl control) {
        super(AgentMBean.class.getName(), "The datapunk-retry agent in this JVM");
        this.status = status;
        attribute("Version", String.class, "Version of the agent", () -> version(agentJar));
        attribute("RulesSource", String.class, "The rules file or directory", control::rulesSource);
        attribute(
                "RulesLoadedAt",
                Date.class,
                "When the rules in force were read; null where none ever were",
                () -> status.rulesLoadedAt() == 0 ? null : new Date(status.rulesLoadedAt()));
        attribute(
                "ReloadError",
                String.class,
                "Why the newest rules were refused, with line and column; null where they were not",
                status::reloadError);
        attribute(
                "ReloadRefused",
                boolean.class,
                "Whether the newest rules were refused: those in force are older than the file",
                () -> status.reloadError() != null);
        attribute("Rules", String[].class, "Names of the rules in force, in file order", () -> array(rules()));
        attribute(
                "UnmatchedRules",
                String[].class,
                "Rules that no class loaded so far has a method for",
                () -> array(unmatched()));
        attribute("WovenMethods", String[].class, "Methods that are retried", () -> array(woven()));
        attribute(
                "SkippedMethods",
                String[].class,
                "Methods that a rule names but that are left alone, with the reason",
                () -> array(status.skippedMethods()));
        attribute(
                "Enabled",
                boolean.class,
                "Whether calls are retried at all: neither the rules nor setEnabled have switched it off",
                status::isEnabled);
        attribute(
                "Errors",
                long.class,
                "Errors inside the agent, which the application did not see [errors]",
                status::errors);
        operation(
                "reload",
                "Looks at the rules now; gives why they were refused, null where they were not. Needs jmx-write=true",
                control::reload);
        action(
                "setEnabled",
                "Switches all retries off, within one call, or on again. Needs jmx-write=true",
                "enabled",
                control::setEnabled);
        action("resetMetrics", "Sets the counters of all methods to zero. Needs jmx-write=true", () -> {
            control.checkMayWrite();
            for (Site site : status.wovenSites()) {
                site.metrics().reset();
            }
        });
    }

    private static String version(File agentJar) {
        try (JarFile jar = new JarFile(agentJar)) {
            return jar.getManifest().getMainAttributes().getValue(Attributes.Name.IMPLEMENTATION_VERSION);
        } catch (IOException e) {
            return "unknown: " + e.getMessage();
        }
    }

    private List<String> rules() {
        List<String> names = new ArrayList<>();
        RuleSet rules = status.rules();
        if (rules != null && rules.enabled()) {
            for (RetryRule rule : rules.rules()) {
                names.add(rule.name());
            }
        }
        return names;
    }

    private List<String> unmatched() {
        List<String> unmatched = rules();
        for (Site site : status.wovenSites()) {
            unmatched.remove(site.rule());
        }
        return unmatched;
    }

    private List<String> woven() {
        List<String> methods = new ArrayList<>();
        for (Site site : status.wovenSites()) {
            methods.add(site.className() + "." + site.method());
        }
        return methods;
    }

    private static String[] array(List<String> values) {
        return values.toArray(new String[0]);
    }
}
