/**
 * Meters in the application's own Micrometer registry, where it has one.
 *
 * <p>Uses: agent.adapter, agent.status, agent.woven, guard, outcome, time. The package {@code bridge}, which names
 * Micrometer's classes, is defined beside the application's copy of them, and no other class sees it.
 */
package io.datapunk.retry.agent.report.micrometer;
