/**
 * Files that are given by a path: what kind of file is there, before it is opened; streams, read to their ends.
 *
 * <p>Uses the JDK alone.
 */
package io.datapunk.retry.agent.files;
