/**
 * Which methods of a class the rules name, found from the name and the bytes of the class alone: nothing of the
 * application is loaded for it.
 *
 * <p>Uses: {@code rules}, {@code classfile} and {@code asynctype}. A class that no rule can match must cost next to nothing here, however many rules there are.
 */
package io.datapunk.retry.agent.match;
