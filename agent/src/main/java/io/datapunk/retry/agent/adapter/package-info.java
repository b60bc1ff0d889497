/**
 * Classes of the agent that name classes of an application's library, made where both can be seen. May use {@code files}.
 */
package io.datapunk.retry.agent.adapter;
