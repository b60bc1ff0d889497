/**
 * Zip archives, read from anywhere and within bounds.
 *
 * <p>Uses: agent.files.
 */
package io.datapunk.retry.agent.cli.archive;
