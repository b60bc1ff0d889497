/**
 * One call: the state machine that every driver steps through (library, woven method, asynchronous), and what calls of
 * one method share: counters, marks of failures that calls have given up on, those who wait.
 *
 * <p>May use {@code policy}, {@code guard}, {@code outcome}, {@code backoff} and
 * {@code time}. It decides how a call ends; what the
 * caller then gets is made above.
 */
package io.datapunk.retry.call;
