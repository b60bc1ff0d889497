package io.datapunk.retry.agent.report.jmx;

import io.datapunk.retry.agent.site.Site;
import io.datapunk.retry.agent.status.AgentStatus;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;

/** {@code type=Agent}: what the agent knows of itself. */
final class AgentMBean extends AttributeTable {

    AgentMBean(AgentStatus status, AgentFacts facts) {
        super(AgentMBean.class.getName(), "The datapunk-retry agent in this JVM");
        attribute("Version", String.class, "Version of the agent", facts::version);
        attribute("RulesSource", String.class, "The rules file or directory", facts::rulesSource);
        attribute(
                "RulesLoadedAt",
                Date.class,
                "When the rules in force were read",
                () -> new Date(facts.rulesLoadedAt()));
        attribute(
                "ReloadError",
                String.class,
                "Why the newest rules were refused; null where they were not",
                facts::reloadError);
        attribute("Rules", String[].class, "Names of the rules in force, in file order", () -> array(facts.rules()));
        attribute(
                "UnmatchedRules",
                String[].class,
                "Rules that no class loaded so far has a method for",
                () -> array(unmatched(status, facts)));
        attribute("WovenMethods", String[].class, "Methods that are retried", () -> array(woven(status)));
        attribute(
                "SkippedMethods",
                String[].class,
                "Methods that a rule names but that are left alone, with the reason",
                () -> array(status.skippedMethods()));
        attribute("Errors", long.class, "Errors inside the agent, which the application did not see", status::errors);
    }

    private static List<String> unmatched(AgentStatus status, AgentFacts facts) {
        List<String> unmatched = new ArrayList<>();
        for (String rule : facts.rules()) {
            if (!status.hasMethods(rule)) {
                unmatched.add(rule);
            }
        }
        return unmatched;
    }

    private static List<String> woven(AgentStatus status) {
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
