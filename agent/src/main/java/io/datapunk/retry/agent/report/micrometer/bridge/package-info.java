/**
 * Defined by a loader beside the application's Micrometer, which it names; seen by none but that loader.
 */
package io.datapunk.retry.agent.report.micrometer.bridge;
