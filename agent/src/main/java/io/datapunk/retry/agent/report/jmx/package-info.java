/**
 * The agent's MBeans. They are registered only once the application has an MBean server of its own making: making one
 * ahead of it would shut out its server builder and its log manager.
 *
 * <p>May use {@code woven} and the engine's counters.
 */
package io.datapunk.retry.agent.report.jmx;
