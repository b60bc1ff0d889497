/**
 * The command line of the agent's jar. Operators run it beside the application, not inside it. Classes of the jars that it
 * looks at are read, never loaded or run.
 *
 * <p>Uses: agent.binding, agent.classfile, agent.cli.archive, agent.cli.json, agent.cli.jvm, agent.cli.lint, agent.cli.top,
 * agent.files, agent.log, agent.match, agent.options, agent.rules, agent.rules.syntax, backoff, picocli, policy.
 */
package io.datapunk.retry.agent.cli;
