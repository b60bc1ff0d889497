/**
 * The start of the agent, from the options to the transformer: the first class that the isolated loader loads, and the
 * only one that knows all the others.
 *
 * <p>May use every package of the agent but the visible ones above it. Runs before {@code main}: no
 * {@code java.util.logging}, no JMX, no {@code java.nio.file}, no lambdas, no regular expressions here.
 */
package io.datapunk.retry.agent.startup;
