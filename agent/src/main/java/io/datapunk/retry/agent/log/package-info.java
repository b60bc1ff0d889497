/**
 * The agent's own log: lines on standard error or in a file, without {@code java.util.logging} or any other
 * framework, which the application may want to set up itself.
 *
 * <p>Uses: agent.files, time.
 */
package io.datapunk.retry.agent.log;
