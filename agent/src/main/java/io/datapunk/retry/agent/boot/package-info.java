/**
 * How the agent's classes come into a JVM without being seen by the application: the isolated class loader, and the
 * definition of the hook class in {@code java.lang}.
 *
 * <p>Uses the JDK alone.
 */
package io.datapunk.retry.agent.boot;
