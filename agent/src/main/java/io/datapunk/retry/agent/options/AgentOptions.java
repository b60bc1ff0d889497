package io.datapunk.retry.agent.options;

import io.datapunk.retry.agent.log.AgentLog;
import io.datapunk.retry.agent.rules.syntax.Nearest;
import io.datapunk.retry.backoff.Durations;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/** The agent's options. A bad one is a problem, and its default holds. Immutable. */
public final class AgentOptions {

    /** Every option and its default; {@code null}: none. */
    static final String[][] DEFAULTS = {
        {"rules", "retry-rules.yml"},
        {"reload", "5s"},
        {"log", "warn"},
        {"log-file", null},
        {"strict", "false"},
        {"jmx", "on"},
        {"jmx-write", "false"},
        {"metrics", "on"},
    };

    private final Map<String, GivenOption> given;
    private final List<String> problems = new ArrayList<>();
    private final AgentLog.Level log;
    private final long reloadNanos;
    private final boolean strict;
    private final boolean jmx;
    private final boolean jmxWrite;
    private final boolean metrics;

    private AgentOptions(String arguments, Properties properties, Map<String, String> environment) {
        this.given = OptionSources.read(keys(), arguments, properties, environment, problems);
        this.log = level();
        this.reloadNanos = reload();
        this.strict = flag("strict", "true", "false");
        this.jmx = flag("jmx", "on", "off");
        this.jmxWrite = flag("jmx-write", "true", "false");
        this.metrics = flag("metrics", "on", "off");
    }

    /**
     * Reads the options; the argument wins over the property, the property over the environment. Never throws.
     *
     * @param arguments {@code key=value,…}; a value may stand in quotes; may be {@code null}
     */
    public static AgentOptions parse(String arguments, Properties properties, Map<String, String> environment) {
        return new AgentOptions(arguments, properties, environment);
    }

    private static List<String> keys() {
        List<String> keys = new ArrayList<>();
        for (String[] option : DEFAULTS) {
            keys.add(option[0]);
        }
        return keys;
    }

    private String value(String key) {
        return given.containsKey(key) ? given.get(key).value : defaultOf(key);
    }

    private static String defaultOf(String key) {
        for (String[] option : DEFAULTS) {
            if (option[0].equals(key)) {
                return option[1];
            }
        }
        throw new IllegalArgumentException(key);
    }

    private boolean flag(String key, String yes, String no) {
        String value = value(key);
        if (!value.equals(yes) && !value.equals(no)) {
            bad(key, yes + " or " + no + Nearest.hint(value, Arrays.asList(yes, no)));
            value = defaultOf(key);
        }
        return value.equals(yes);
    }

    private AgentLog.Level level() {
        List<String> names = Arrays.asList("off", "error", "warn", "info", "debug");
        if (!names.contains(value("log"))) {
            bad("log", "off, error, warn, info or debug" + Nearest.hint(value("log"), names));
            return AgentLog.Level.WARN;
        }
        return AgentLog.Level.valueOf(value("log").toUpperCase(Locale.ROOT));
    }

    private long reload() {
        if (value("reload").equals("off")) {
            return 0;
        }
        try {
            long nanos = Durations.parse(value("reload"));
            if (nanos > 0) {
                return nanos;
            }
        } catch (IllegalArgumentException e) {
            bad("reload", "off or a duration such as 5s");
            return Durations.parse(defaultOf("reload"));
        }
        bad("reload", "off or a duration above zero");
        return Durations.parse(defaultOf("reload"));
    }

    private void bad(String key, String expected) {
        problems.add(given.get(key).origin + ": found \"" + value(key) + "\", expected " + expected + "; "
                + defaultOf(key) + " holds");
    }

    /** The rules file or directory. */
    public String rules() {
        return value("rules");
    }

    /** Whether somebody said which rules; where not, it is no mistake that there are none. */
    public boolean namesRules() {
        return given.containsKey("rules");
    }

    /** How often the rules are looked at, in nanoseconds; 0: never. */
    public long reloadNanos() {
        return reloadNanos;
    }

    /** What is logged. */
    public AgentLog.Level log() {
        return log;
    }

    /** Where the log goes; {@code null}: standard error. */
    public String logFile() {
        return value("log-file");
    }

    /** Whether a mistake stops the JVM. */
    public boolean strict() {
        return strict;
    }

    /** Whether there are MBeans. */
    public boolean jmx() {
        return jmx;
    }

    /** Whether the MBeans' operations may change something. */
    public boolean jmxWrite() {
        return jmxWrite;
    }

    /** Whether the application's own Micrometer gets the metrics. */
    public boolean metrics() {
        return metrics;
    }

    /** What is wrong with the options, for the log. */
    public List<String> problems() {
        return Collections.unmodifiableList(problems);
    }
}
