/**
 * JVMs that run already, and how a command reaches them.
 *
 * <p>Uses: agent.log, net.bytebuddy, picocli.
 */
package io.datapunk.retry.agent.cli.jvm;
