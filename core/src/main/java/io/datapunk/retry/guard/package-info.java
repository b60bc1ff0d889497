/**
 * What keeps retries from making an outage worse: circuit breakers, retry budgets, and the bound on calls that wait at
 * the same time. Each outlives the calls that it guards and may be shared between methods.
 *
 * <p>Uses: time.
 */
package io.datapunk.retry.guard;
