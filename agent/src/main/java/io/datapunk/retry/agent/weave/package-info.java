/**
 * Puts the retry into methods: the transformer that the JVM asks for each class, and the weaver that it wakes for the
 * first class that a rule names. Byte Buddy is known here and nowhere else.
 *
 * <p>May use {@code match} and {@code woven}. The advice names the hook class alone: its code ends up in the application.
 */
package io.datapunk.retry.agent.weave;
