/**
 * The part of the agent that the JVM and the operator see: {@code premain}, {@code agentmain} and {@code main}. The
 * isolated class loader of {@code boot} loads all other classes.
 *
 * <p>Uses: agent.boot, agent.cli, agent.startup. Classes of the isolated loader are named by text alone: no class
 * here may refer to one.
 */
package io.datapunk.retry.agent;
