/**
 * Binds a rule to a method and its class loader: what a rule names and only the application has (custom backoffs,
 * exceptions of an open breaker, values to return, constants of enums) is looked up in the loader of the woven class.
 * Class loaders are held weakly.
 *
 * <p>Uses: agent.asynctype, agent.files, agent.rules, backoff, guard, outcome, policy.
 */
package io.datapunk.retry.agent.binding;
