/**
 * Retries for programmers: {@code Retry} runs a call under a policy, and the exceptions tell how it ended.
 *
 * <p>This is the top of the engine. It may use every other package of {@code core}; none of them uses it.
 */
package io.datapunk.retry;
