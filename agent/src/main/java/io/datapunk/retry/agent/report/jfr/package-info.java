/**
 * Events for Java Flight Recorder, where a recording runs. Those that name classes of {@code jdk.jfr}, which not
 * every Java 8 has, are compiled from {@code src/jfr} and loaded only once the JVM has begun to use it.
 *
 * <p>Uses: agent.status, agent.woven, call, guard, time.
 */
package io.datapunk.retry.agent.report.jfr;
