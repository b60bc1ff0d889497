/**
 * Calls that pass a generated proxy before they reach a woven method: the outermost proxy is retried, and the method
 * behind it runs as if it were not woven.
 *
 * <p>Uses: call.
 */
package io.datapunk.retry.agent.proxy;
