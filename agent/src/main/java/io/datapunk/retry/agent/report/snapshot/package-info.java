/**
 * The agent's counters at one moment, written to a file for the command that asks by attaching; no port is opened for
 * it.
 *
 * <p>Uses: agent.files, agent.inforce, agent.rules, agent.status, agent.woven, call, guard, time. The command line
 * reads its format.
 */
package io.datapunk.retry.agent.report.snapshot;
