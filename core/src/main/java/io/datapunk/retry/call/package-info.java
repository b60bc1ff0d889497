/**
 * One call: the state machine that every driver steps through (library, woven method, asynchronous), and what the calls
 * of one method share: counters, the failures that calls have given up on, and the calls that wait.
 *
 * <p>Uses: backoff, guard, outcome, policy, time. It decides how a call ends; the package above makes what the caller
 * gets.
 */
package io.datapunk.retry.call;
