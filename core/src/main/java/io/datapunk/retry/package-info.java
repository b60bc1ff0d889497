/**
 * Retries for programmers: {@code Retry} runs a call under a policy, and the exceptions say how it ended.
 *
 * <p>Uses: call, guard, outcome, policy, time. This is the top of the engine: only {@code micrometer} uses it.
 */
package io.datapunk.retry;
