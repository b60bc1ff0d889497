/**
 * What commands print for other programs.
 *
 * <p>Uses: agent.log.
 */
package io.datapunk.retry.agent.cli.json;
