/**
 * The command {@code top}: shows as a table what the agent in another JVM writes to a file for it.
 *
 * <p>Uses: agent.cli.json, agent.cli.jvm, agent.files, agent.log, agent.report.snapshot, picocli.
 */
package io.datapunk.retry.agent.cli.top;
