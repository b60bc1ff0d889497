/**
 * The command line of the agent's jar: what operators run beside the application, not inside it.
 *
 * <p>May use {@code rules}, {@code match}, {@code woven} and the engine. Classes of the jars that it looks at are read, never
 * loaded or run.
 */
package io.datapunk.retry.agent.cli;
