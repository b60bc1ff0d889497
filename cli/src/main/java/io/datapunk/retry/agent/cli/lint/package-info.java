/**
 * What {@code check} warns of beyond the rules themselves. Each kind of mistake is a small class: a {@code
 * MethodLint} looks at one method that a rule matches, a {@code RuleLint} at one rule with all its methods. {@code
 * Lints} lists them and asks them all.
 *
 * <p>Uses: agent.asynctype, agent.binding, agent.classfile, agent.match, agent.rules, agent.rules.syntax,
 * net.bytebuddy, outcome, policy.
 */
package io.datapunk.retry.agent.cli.lint;
