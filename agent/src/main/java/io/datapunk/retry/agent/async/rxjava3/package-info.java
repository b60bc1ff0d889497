/** RxJava 3. May use {@code async.streams} and RxJava. */
package io.datapunk.retry.agent.async.rxjava3;
