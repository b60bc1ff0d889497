/**
 * Starts the agent, from the options to the transformer. It has the first class that the isolated loader loads, and
 * is the only package that knows all the others.
 *
 * <p>Uses: agent.hook, agent.inforce, agent.log, agent.options, agent.reload, agent.report.jfr, agent.report.jmx,
 * agent.report.micrometer, agent.report.snapshot, agent.rules, agent.rules.syntax, agent.status, agent.weave,
 * agent.woven, call, outcome, retry, time. It runs before {@code main}: no {@code java.util.logging}, no JMX, no
 * {@code java.nio.file}, no lambdas, no regular expressions here.
 */
package io.datapunk.retry.agent.startup;
