/** The command {@code top}: what a JVM with the agent writes down for it, as a table. May use {@code report.snapshot}. */
package io.datapunk.retry.agent.cli.top;
