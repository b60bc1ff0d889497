package io.datapunk.retry.agent.report.jmx;

import java.util.List;

/** What the agent's own MBean tells that does not come from the weaving. Thread-safe. */
public interface AgentFacts {

    /** The agent's version. */
    String version();

    /** Path of the rules file or directory. */
    String rulesSource();

    /** When the rules in force were read, in milliseconds since 1970 UTC. */
    long rulesLoadedAt();

    /** Why the newest rules were refused; {@code null} where they were not. */
    String reloadError();

    /** Names of the rules in force, in file order. */
    List<String> rules();
}
