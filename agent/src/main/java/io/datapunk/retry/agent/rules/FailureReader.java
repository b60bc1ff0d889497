package io.datapunk.retry.agent.rules;

import io.datapunk.retry.agent.rules.syntax.Node;
import io.datapunk.retry.outcome.FailureMatcher;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads {@code retry-on} and {@code abort-on}. Stateless but for its problems. */
final class FailureReader {

    static final String[] KEYS = {
        "exception", "message", "sql-state", "status", "property", "in", "matches", "in-causes"
    };

    /** What the engine never retries; their subclasses neither, but those it must find out for itself. */
    private static final List<String> NEVER_RETRIED = Arrays.asList(
            "java.lang.VirtualMachineError",
            "java.lang.OutOfMemoryError",
            "java.lang.StackOverflowError",
            "java.lang.ThreadDeath",
            "java.lang.LinkageError",
            "java.lang.NoClassDefFoundError",
            "java.lang.InterruptedException",
            "java.nio.channels.ClosedByInterruptException");

    private final NodeValues values;
    private final OutcomeParts parts;

    FailureReader(NodeValues values) {
        this.values = values;
        this.parts = new OutcomeParts(values);
    }

    /** What fails to be retried; warns of what never is. */
    List<FailureMatcher> retried(Node node) {
        return failures(node, true);
    }

    /** What is not to be retried. */
    List<FailureMatcher> aborted(Node node) {
        return failures(node, false);
    }

    private List<FailureMatcher> failures(Node node, boolean retried) {
        List<FailureMatcher> matchers = new ArrayList<>();
        for (Node item : values.items(node, "a list of exceptions")) {
            FailureMatcher matcher = item instanceof Node.Scalar ? named(item, retried) : failure(item, retried);
            if (matcher != null) {
                matchers.add(matcher);
            }
        }
        return matchers;
    }

    private FailureMatcher named(Node node, boolean retried) {
        String name = className(node, retried);
        return name == null ? null : FailureMatcher.of(name);
    }

    private String className(Node node, boolean retried) {
        String name = ClassNames.read(values, node, "the name of an exception class, such as java.io.IOException");
        if (retried && NEVER_RETRIED.contains(name)) {
            values.problems()
                    .warn(
                            node.mark(),
                            node.path(),
                            WarningId.NEVER_RETRIED.text(),
                            name + " is never retried, whatever the rules say");
        }
        return name;
    }

    private FailureMatcher failure(Node node, boolean retried) {
        Node.Mapping map = values.mapping(node, "an exception's name, or a map with exception", KEYS);
        if (map == null) {
            return null;
        }
        int before = values.problems().count();
        FailureMatcher.Builder matcher = FailureMatcher.builder();
        if (map.get("exception") != null) {
            matcher.exception(className(map.get("exception"), retried));
        }
        if (map.get("message") != null) {
            matcher.message(parts.regex(map.get("message")));
        }
        if (map.get("sql-state") != null) {
            matcher.sqlStates(parts.sqlStates(map.get("sql-state")));
        }
        if (map.get("status") != null) {
            matcher.status(parts.status(map.get("status")));
        }
        if (map.get("property") != null) {
            matcher.property(parts.path(map.get("property")));
        }
        if (map.get("in") != null) {
            matcher.in(parts.scalars(map.get("in")));
        }
        if (map.get("matches") != null) {
            matcher.matches(parts.regex(map.get("matches")));
        }
        if (map.get("in-causes") != null) {
            Boolean inCauses = values.bool(map.get("in-causes"));
            matcher.inCauses(inCauses != null && inCauses);
        }
        try {
            return values.problems().count() > before ? null : matcher.build();
        } catch (IllegalArgumentException e) {
            values.problems().wrong(node, e.getMessage());
            return null;
        }
    }
}
