/**
 * YAML as text with places: nodes that know where they stand, and problems that say where something is wrong.
 *
 * <p>Knows SnakeYAML, which nothing else does and which plain files do not wake, and nothing of rules. Runs before
 * {@code main}: no regular expressions, no lambdas, and no object is ever made by a tag.
 */
package io.datapunk.retry.agent.rules.syntax;
