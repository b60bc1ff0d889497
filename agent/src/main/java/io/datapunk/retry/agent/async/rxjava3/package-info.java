/** RxJava 3. The build generates {@code rxjava2} from this package. May use {@code async.streams} and RxJava. */
package io.datapunk.retry.agent.async.rxjava3;
