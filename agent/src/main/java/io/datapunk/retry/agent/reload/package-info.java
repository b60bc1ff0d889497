/**
 * New rules in a running JVM: the differences are found, values are swapped, and only classes whose methods are
 * matched otherwise are transformed again. Bad rules change nothing.
 *
 * <p>Uses: agent.classfile, agent.inforce, agent.log, agent.match, agent.options, agent.rules, agent.status,
 * agent.weave, agent.woven, call, outcome, time.
 */
package io.datapunk.retry.agent.reload;
