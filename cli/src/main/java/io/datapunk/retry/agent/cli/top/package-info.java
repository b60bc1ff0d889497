/**
 * The command {@code top}: what a JVM with the agent writes down for it, as a table.
 *
 * <p>Uses: agent.cli.json, agent.cli.jvm, agent.files, agent.log, agent.report.snapshot, picocli.
 */
package io.datapunk.retry.agent.cli.top;
