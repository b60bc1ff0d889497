/**
 * Reads class files (JVM specification, chapter 4): names, methods, annotations, constants; nothing is loaded for it.
 *
 * <p>Uses: {@code asynctype}, {@code files}.
 */
package io.datapunk.retry.agent.classfile;
