/**
 * Reads zip archives from files and from within other archives, with limits on what is unpacked.
 *
 * <p>Uses: agent.files.
 */
package io.datapunk.retry.agent.cli.archive;
