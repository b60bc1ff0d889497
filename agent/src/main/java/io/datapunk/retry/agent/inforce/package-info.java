/**
 * The rules in force: one immutable value, published once for each change, which matching, calls and reports read.
 *
 * <p>Uses: agent.match, agent.rules.
 */
package io.datapunk.retry.agent.inforce;
