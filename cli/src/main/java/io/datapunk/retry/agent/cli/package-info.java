/**
 * The command line of the agent's jar, which operators run beside the application, not inside it.
 *
 * <p>Uses: agent.binding, agent.classfile, agent.cli.archive, agent.cli.json, agent.cli.jvm, agent.cli.lint,
 * agent.cli.top, agent.files, agent.log, agent.match, agent.options, agent.rules, agent.rules.syntax, backoff,
 * picocli, policy. Classes of the jars that it examines are read, never loaded or run.
 */
package io.datapunk.retry.agent.cli;
