/**
 * Follows what asynchronous methods return: futures and streams, of the JDK and of libraries that the application brings.
 * Each library's part is a package below this one, compiled against the library and defined by a loader of its own beside the
 * application's; no other class knows the library.
 *
 * <p>May use the engine. Loaded with the first call of an asynchronous method.
 */
package io.datapunk.retry.agent.async;
