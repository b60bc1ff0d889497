package io.datapunk.retry.agent.options;

import io.datapunk.retry.agent.rules.syntax.Nearest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/**
 * Gathers options from the environment, the system properties and the agent's argument, the later winning over the
 * earlier. Not thread-safe; for one reading.
 */
final class OptionSources {

    private static final String PROPERTY = "datapunk.retry.";
    private static final String VARIABLE = "DATAPUNK_RETRY_";

    private final List<String> keys;
    private final List<String> problems;
    private final Map<String, GivenOption> given = new LinkedHashMap<>();

    private OptionSources(List<String> keys, List<String> problems) {
        this.keys = keys;
        this.problems = problems;
    }

    /** What was given for which of the keys; what cannot be used is a problem. */
    static Map<String, GivenOption> read(
            List<String> keys,
            String arguments,
            Properties properties,
            Map<String, String> environment,
            List<String> problems) {
        OptionSources sources = new OptionSources(keys, problems);
        sources.addVariables(environment);
        sources.addProperties(properties);
        sources.addArguments(arguments == null ? "" : arguments);
        return sources.given;
    }

    private void addVariables(Map<String, String> environment) {
        for (String name : startingWith(VARIABLE, environment.keySet())) {
            String key =
                    name.substring(VARIABLE.length()).toLowerCase(Locale.ROOT).replace('_', '-');
            String value = environment.get(name).trim();
            if (keys.contains(key)) {
                // Empty is how containers say "not set".
                if (!value.isEmpty()) {
                    given.put(key, new GivenOption(value, "environment variable " + name));
                }
            } else if (!Nearest.hint(key, keys).isEmpty()) {
                // Only near misses: for a service of this name Kubernetes sets DATAPUNK_RETRY_SERVICE_HOST and more.
                unknown("environment variable", name, key);
            }
        }
    }

    private void addProperties(Properties properties) {
        for (String name : startingWith(PROPERTY, properties.stringPropertyNames())) {
            String key = name.substring(PROPERTY.length());
            if (keys.contains(key)) {
                add(key, properties.getProperty(name).trim(), "system property " + name);
            } else {
                unknown("system property", name, key);
            }
        }
    }

    /** Sorted, so that problems come in one order. */
    private static List<String> startingWith(String prefix, Set<String> names) {
        List<String> ours = new ArrayList<>();
        for (String name : names) {
            if (name.startsWith(prefix)) {
                ours.add(name);
            }
        }
        if (ours.size() > 1) {
            Collections.sort(ours);
        }
        return ours;
    }

    private void addArguments(String arguments) {
        Set<String> seen = new HashSet<>();
        for (String option : ArgumentSplitter.split(arguments, problems)) {
            int equals = option.indexOf('=');
            String key = (equals < 0 ? option : option.substring(0, equals)).trim();
            if (!keys.contains(key)) {
                unknown("agent options", key, key);
            } else if (equals < 0) {
                problems.add("agent options: " + key + " has no value; expected " + key + "=VALUE");
            } else if (!seen.add(key)) {
                problems.add("agent options: " + key + " is given twice; the first holds");
            } else {
                add(key, option.substring(equals + 1).trim(), "agent options: " + key);
            }
        }
    }

    private void add(String key, String value, String origin) {
        if (value.isEmpty()) {
            problems.add(origin + ": found nothing, expected a value");
        } else {
            given.put(key, new GivenOption(value, origin));
        }
    }

    private void unknown(String where, String name, String key) {
        String hint = Nearest.hint(key, keys);
        problems.add(
                where + ": unknown option \"" + name + "\"" + (hint.isEmpty() ? "; expected one of " + keys : hint));
    }
}
