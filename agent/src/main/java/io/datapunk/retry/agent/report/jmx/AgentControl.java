package io.datapunk.retry.agent.report.jmx;

/** What the agent's MBean can ask the agent to do. Thread-safe. */
public interface AgentControl {

    /** Path of the rules file or directory. */
    String rulesSource();

    /**
     * Looks at the rules now.
     *
     * @return why they were refused; {@code null} where they were not
     * @throws SecurityException unless {@code jmx-write} is {@code true}
     */
    String reload();

    /**
     * Switches retries off, within one call, or on again as far as the rules do.
     *
     * @throws SecurityException unless {@code jmx-write} is {@code true}
     */
    void setEnabled(boolean on);

    /** Forgets the methods of class loaders that were collected. */
    void forgetGone();

    /**
     * Refuses what changes something, unless it is allowed.
     *
     * @throws SecurityException unless {@code jmx-write} is {@code true}
     */
    void checkMayWrite();
}
