/** Zip archives, read from anywhere and within bounds. May use the JDK alone. */
package io.datapunk.retry.agent.cli.archive;
