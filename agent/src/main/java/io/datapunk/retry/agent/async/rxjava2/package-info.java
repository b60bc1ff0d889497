/** RxJava 2. May use {@code async.streams} and RxJava. */
package io.datapunk.retry.agent.async.rxjava2;
