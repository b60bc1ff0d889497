/**
 * Finds the methods of a class that the rules match, from the name and the bytes of the class alone: no class of the
 * application is loaded for it.
 *
 * <p>Uses: agent.asynctype, agent.classfile, agent.rules. A class that no rule can match must cost next to nothing
 * here, however many rules there are.
 */
package io.datapunk.retry.agent.match;
