/**
 * The agent's MBeans. They are registered only once the application has an MBean server of its own making: making one
 * earlier would shut out its server builder and its log manager.
 *
 * <p>Uses: agent.status, agent.woven, call, guard, javax.management, outcome, policy, time.
 */
package io.datapunk.retry.agent.report.jmx;
