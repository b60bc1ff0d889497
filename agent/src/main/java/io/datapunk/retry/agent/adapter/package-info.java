/**
 * Defines classes of the agent that refer to classes of an application's library, in a class loader that sees both.
 *
 * <p>Uses: agent.files.
 */
package io.datapunk.retry.agent.adapter;
