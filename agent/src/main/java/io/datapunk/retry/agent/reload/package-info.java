/**
 * New rules in a running JVM: what changed is worked out, values are swapped, and only classes whose methods are matched
 * otherwise are transformed again. Bad rules change nothing.
 *
 * <p>May use {@code options}, {@code rules}, {@code match}, {@code woven}, {@code weave} and {@code status}.
 */
package io.datapunk.retry.agent.reload;
