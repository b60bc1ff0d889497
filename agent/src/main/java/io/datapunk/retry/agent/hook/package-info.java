/**
 * The hook: what woven methods call. Its class is {@code java.lang.DatapunkRetryHook}, the one class of the agent
 * that all class loaders see; here are its definition and its implementation.
 *
 * <p>Uses: agent.async, agent.binding, agent.files, agent.inforce, agent.proxy, agent.rules, agent.woven, call,
 * guard, outcome, retry, time.
 */
package io.datapunk.retry.agent.hook;
