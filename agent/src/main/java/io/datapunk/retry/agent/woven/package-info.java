/**
 * The woven methods at run time: from the number in a method's code to its policy and counters.
 *
 * <p>May use {@code rules}, {@code match} and the engine. Nothing here holds an application's class loader strongly.
 */
package io.datapunk.retry.agent.woven;
