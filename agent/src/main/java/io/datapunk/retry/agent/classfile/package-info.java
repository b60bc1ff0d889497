/**
 * Reads class files (JVM specification, chapter 4): names, methods, annotations, constants. No class is loaded for
 * it.
 *
 * <p>Uses: agent.asynctype, agent.files.
 */
package io.datapunk.retry.agent.classfile;
