/**
 * Loads the agent's classes in a JVM so that the application does not see them: the isolated class loader, and the
 * archives that it reads.
 *
 * <p>Uses: the JDK alone.
 */
package io.datapunk.retry.agent.boot;
