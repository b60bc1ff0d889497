/**
 * What the agent knows at one moment, written to a file for whoever asks by attaching; no port is opened for it. May use
 * {@code status} and below; its format is also read by the command line.
 */
package io.datapunk.retry.agent.report.snapshot;
