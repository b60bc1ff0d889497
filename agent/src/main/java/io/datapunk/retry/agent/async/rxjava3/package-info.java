/**
 * RxJava 3.
 *
 * <p>Uses: agent.async, agent.async.streams, io.reactivex, org.reactivestreams.
 */
package io.datapunk.retry.agent.async.rxjava3;
