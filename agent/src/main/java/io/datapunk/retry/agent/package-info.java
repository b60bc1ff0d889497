/**
 * The little of the agent that the JVM and the operator see: {@code premain}, {@code agentmain} and {@code main}. All else
 * is loaded by the isolated class loader of {@code boot}.
 *
 * <p>May use {@code boot} alone, and must not name a class that the isolated loader loads.
 */
package io.datapunk.retry.agent;
