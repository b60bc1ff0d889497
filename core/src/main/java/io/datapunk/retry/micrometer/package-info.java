/**
 * Metrics of retries as Micrometer's meters. It is the only package of the engine that needs a library,
 * {@code micrometer-core}, which is optional: programs that do not use this package need not have it.
 *
 * <p>Uses: call, guard, io.micrometer, retry. No package of the engine uses it.
 */
package io.datapunk.retry.micrometer;
