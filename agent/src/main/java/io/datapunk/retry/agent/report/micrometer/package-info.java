/**
 * Meters in the application's own Micrometer registry, where it has one. {@code bridge}, which names Micrometer's classes, is
 * defined beside the application's copy of them, and seen by nobody else. May use {@code status} and below.
 */
package io.datapunk.retry.agent.report.micrometer;
