/**
 * Time as a parameter: reading it, waiting for it, and running something once it has come. The implementations use the
 * JVM's time; tests use a virtual one.
 *
 * <p>Uses: the JDK alone.
 */
package io.datapunk.retry.time;
