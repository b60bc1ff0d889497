/**
 * Weaves the retry into methods: the transformer that the JVM asks for each class, and the weaver that the first
 * class with a matched method needs.
 *
 * <p>Uses: agent.asynctype, agent.binding, agent.classfile, agent.files, agent.inforce, agent.match, agent.rules,
 * agent.woven, net.bytebuddy, outcome. No other package knows Byte Buddy. The advice names the hook class alone: its code ends up
 * in the application.
 */
package io.datapunk.retry.agent.weave;
