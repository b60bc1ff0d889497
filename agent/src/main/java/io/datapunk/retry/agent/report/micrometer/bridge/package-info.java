/**
 * The meters themselves. It is defined by a loader beside the application's Micrometer, and only that loader sees it.
 *
 * <p>Uses: agent.report.micrometer, agent.status, agent.woven, call, guard, io.micrometer, micrometer.
 */
package io.datapunk.retry.agent.report.micrometer.bridge;
