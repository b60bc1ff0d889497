/**
 * Writes {@code docs/performance.md}: runs the benchmarks and whole JVMs in alternation with their baselines, keeps
 * each figure in {@code target/performance/raw.tsv}, and makes tables and plots of the medians.
 *
 * <p>May use the benchmarks and starts the probes; nothing uses it.
 */
package io.datapunk.retry.benchmarks.performance;
