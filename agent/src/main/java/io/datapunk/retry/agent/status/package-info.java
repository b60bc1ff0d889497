/**
 * What the agent knows of itself: what it wove, what it left alone and why, what went wrong. The weaving and the
 * calls write it, the reports read it.
 *
 * <p>Uses: agent.inforce, agent.log, agent.rules, agent.weave, agent.woven, backoff, call, guard, outcome.
 */
package io.datapunk.retry.agent.status;
