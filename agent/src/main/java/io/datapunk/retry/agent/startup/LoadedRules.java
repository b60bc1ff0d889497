package io.datapunk.retry.agent.startup;

import io.datapunk.retry.agent.report.jmx.AgentFacts;
import io.datapunk.retry.agent.rules.RetryRule;
import io.datapunk.retry.agent.rules.RuleSet;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;

/** The rules in force, as JMX shows them. Immutable. */
final class LoadedRules implements AgentFacts {

    private final RuleSet rules;
    private final File agentJar;
    private final long loadedAt = System.currentTimeMillis();

    LoadedRules(RuleSet rules, File agentJar) {
        this.rules = rules;
        this.agentJar = agentJar;
    }

    @Override
    public String version() {
        // Read when somebody asks: at start nobody does, and a manifest costs.
        try (JarFile jar = new JarFile(agentJar)) {
            return jar.getManifest().getMainAttributes().getValue(Attributes.Name.IMPLEMENTATION_VERSION);
        } catch (IOException e) {
            return "unknown: " + e.getMessage();
        }
    }

    @Override
    public String rulesSource() {
        return rules.source();
    }

    @Override
    public long rulesLoadedAt() {
        return loadedAt;
    }

    @Override
    public String reloadError() {
        return null; // the rules are read once
    }

    @Override
    public List<String> rules() {
        List<String> names = new ArrayList<>();
        for (RetryRule rule : rules.rules()) {
            names.add(rule.name());
        }
        return names;
    }
}
