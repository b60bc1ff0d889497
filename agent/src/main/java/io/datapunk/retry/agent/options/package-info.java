/**
 * The agent's options: from its argument, system properties and the environment.
 *
 * <p>Uses: agent.log, agent.rules.syntax, backoff. Of {@code rules.syntax} it needs the search for the nearest key.
 */
package io.datapunk.retry.agent.options;
