/**
 * What a retry costs, measured with JMH beside a baseline in the same run.
 *
 * <p>May use the engine; runs under the agent's jar. Nothing uses it.
 */
package io.datapunk.retry.benchmarks;
