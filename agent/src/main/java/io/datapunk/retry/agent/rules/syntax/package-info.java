/**
 * YAML as text with places: nodes that know where they stand, and problems that say where something is wrong.
 *
 * <p>Uses: org.yaml. No other package knows SnakeYAML, and plain files are read without it. It runs before {@code
 * main}: no regular expressions, no lambdas, and no object is ever made by a tag.
 */
package io.datapunk.retry.agent.rules.syntax;
