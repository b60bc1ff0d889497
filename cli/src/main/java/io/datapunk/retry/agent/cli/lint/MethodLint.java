package io.datapunk.retry.agent.cli.lint;

import io.datapunk.retry.agent.rules.WarningId;

/** Looks for one kind of mistake in one method that a rule gets. Stateless. */
interface MethodLint {

    /** The kind. */
    WarningId id();

    /** What to say of the method, in one line that begins with its name; {@code null}: nothing. */
    String look(MatchedMethod method);
}
