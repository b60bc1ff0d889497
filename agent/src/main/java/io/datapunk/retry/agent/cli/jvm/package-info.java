/** JVMs that run already, and how a command reaches them. May use the JDK alone. */
package io.datapunk.retry.agent.cli.jvm;
