/**
 * Metrics of retries as Micrometer's meters. The only package of the engine that needs a library, {@code micrometer-core},
 * which is optional: whoever does not use this package need not have it. Used by nobody in the engine.
 */
package io.datapunk.retry.micrometer;
