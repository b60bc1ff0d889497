/**
 * Follows what asynchronous methods return: futures and streams, of the JDK and of libraries of the application. Each
 * library has a package below this one, which is compiled against the library and defined by a loader of its own
 * beside the application's; no other class knows the library.
 *
 * <p>Uses: agent.adapter, agent.asynctype, call, outcome, retry. It is loaded with the first call of an asynchronous
 * method.
 */
package io.datapunk.retry.agent.async;
