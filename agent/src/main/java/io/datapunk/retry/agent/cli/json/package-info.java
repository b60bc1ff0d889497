/** What commands print for other programs. May use the JDK alone. */
package io.datapunk.retry.agent.cli.json;
