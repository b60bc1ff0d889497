/**
 * Files that are given by a path: what kind of file is there, before it is opened, and how a stream is read to its
 * end.
 *
 * <p>Uses: the JDK alone.
 */
package io.datapunk.retry.agent.files;
