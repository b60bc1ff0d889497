/**
 * Time as a parameter: reading it, waiting for it, and doing something once it has come; the JVM's own, and in tests a
 * virtual one.
 *
 * <p>Uses nothing but the JDK.
 */
package io.datapunk.retry.time;
