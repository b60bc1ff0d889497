/**
 * The meaning of a rules file: each key is read into a validated value, and every mistake is reported with its place.
 *
 * <p>Uses: agent.files, agent.rules.syntax, backoff, guard, outcome, policy. It runs before {@code main}: no lambdas,
 * and regular expressions only where a rule has one.
 */
package io.datapunk.retry.agent.rules;
