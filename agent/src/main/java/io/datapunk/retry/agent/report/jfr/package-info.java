/**
 * Events for Java Flight Recorder, where a recording runs. Those that name classes of {@code jdk.jfr}, which is not on every
 * Java 8, are compiled from {@code src/jfr} and loaded only once the JVM has begun to use it. May use {@code status} and
 * below.
 */
package io.datapunk.retry.agent.report.jfr;
