/**
 * What a rules file means: each key read into a validated value, every mistake told with its place.
 *
 * <p>May use {@code rules.syntax} and the engine's values. Runs before {@code main}: no lambdas, and regular expressions
 * only where a rule has one. A key is one line in its table and one case beside it;
 * a test fails where either is missing.
 */
package io.datapunk.retry.agent.rules;
