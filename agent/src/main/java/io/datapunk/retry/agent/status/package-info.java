/**
 * What the agent knows of itself: where its rules come from, what it wove, what it left alone and why, what went wrong.
 * Written by the weaving, read by the reports.
 *
 * <p>May use {@code log}, {@code weave} and {@code woven}.
 */
package io.datapunk.retry.agent.status;
