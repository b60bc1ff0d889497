/**
 * The woven methods at run time: from the number in a method's code to its policy and counters.
 *
 * <p>Uses: agent.asynctype, agent.binding, agent.classfile, agent.inforce, agent.log, agent.proxy, agent.rules, call,
 * guard, outcome, policy, time. Nothing here holds an application's class loader strongly.
 */
package io.datapunk.retry.agent.woven;
