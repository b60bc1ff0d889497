package io.datapunk.retry.agent.rules;

import io.datapunk.retry.agent.rules.syntax.Nearest;
import io.datapunk.retry.agent.rules.syntax.Node;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Every kind of warning, by the id that {@code accept-warnings} takes. The first ones are found in the rules alone, and
 * so by a start as well; the others by {@code check}, in class files. {@code docs/warnings.md} explains each.
 */
public enum WarningId {
    NEVER_RETRIED,
    NOTHING_RETRIED,
    DISCARD_PATH,
    QUOTED_RANGE,
    UNUSED_NAME,
    WAIT_PAST_TIMEOUT,
    ATTEMPT_PAST_TIMEOUT,
    HINT_PAST_MAX_DELAY,
    BUDGET_TOO_SMALL,
    BREAKER_BY_ONE_CALL,
    BREAKER_FOR_MANY_HOSTS,
    OPEN_FOR_TOO_SHORT,
    MATCHES_NOTHING,
    SHADOWED,
    CATCH_ALL,
    SOUNDS_LIKE_WRITE,
    NESTED_RETRIES,
    UNKNOWN_EXCEPTION,
    UNKNOWN_TYPE,
    RESULT_NEVER_COMES,
    IN_TRANSACTION,
    ONE_SHOT_ARGUMENT,
    ONE_SHOT_OBJECT,
    INTERRUPT_CLOSES_CHANNELS,
    ATTEMPT_NOT_BOUNDED,
    RETURN_VALUE,
    EVENT_LOOP,
    BLOCKING_BODY,
    THREAD_CONTEXT,
    EAGER_PUBLISHER;

    /** The key that says which warnings are known and meant. */
    static final String KEY = "accept-warnings";

    private final String text = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The id as people write it, such as {@code in-transaction}. */
    public String text() {
        return text;
    }

    /** The ids that a rule accepts; an id that does not exist is a problem. */
    static Set<String> accepted(NodeValues values, Map<String, Node.Entry> rule) {
        Node node = rule.get(KEY).value();
        boolean isEmptyList =
                node instanceof Node.Sequence && ((Node.Sequence) node).items().isEmpty();
        List<String> known = new ArrayList<>();
        for (WarningId id : values()) {
            known.add(id.text);
        }
        Set<String> accepted = new LinkedHashSet<>();
        // An empty list is none, whatever the defaults accept.
        for (Node item : isEmptyList ? Collections.<Node>emptyList() : values.items(node, "ids of warnings")) {
            String id = item instanceof Node.Scalar ? ((Node.Scalar) item).text() : null;
            if (id != null && known.contains(id)) {
                accepted.add(id);
                continue;
            }
            String hint = id == null ? "" : Nearest.hint(id, known);
            values.problems()
                    .expected(item, "the id of a warning" + (hint.isEmpty() ? ": " + NodeValues.join(known) : hint));
        }
        return accepted;
    }
}
