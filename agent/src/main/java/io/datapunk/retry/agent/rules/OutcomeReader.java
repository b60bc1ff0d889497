package io.datapunk.retry.agent.rules;

import io.datapunk.retry.agent.rules.syntax.Nearest;
import io.datapunk.retry.agent.rules.syntax.Node;
import io.datapunk.retry.outcome.DelayHint;
import io.datapunk.retry.outcome.Discard;
import io.datapunk.retry.outcome.FailureMatcher;
import io.datapunk.retry.outcome.OutcomeRules;
import io.datapunk.retry.outcome.PropertyPath;
import io.datapunk.retry.outcome.ResultMatcher;
import io.datapunk.retry.policy.OnExhausted;
import java.util.Arrays;
import java.util.Collections;

/** Reads which outcomes are retried, and what becomes of them. Stateless but for its problems. */
final class OutcomeReader {

    private final NodeValues values;
    private final FailureReader failures;
    private final ResultReader results;
    private final OutcomeParts parts;

    OutcomeReader(NodeValues values) {
        this.values = values;
        this.failures = new FailureReader(values);
        this.results = new ResultReader(values);
        this.parts = new OutcomeParts(values);
    }

    /** Reads {@code retry-on}, {@code abort-on} and {@code retry-if} of a rule. */
    OutcomeRules read(Node.Mapping rule) {
        OutcomeRules.Builder rules = OutcomeRules.builder();
        Node retryOn = rule.get("retry-on");
        if (retryOn instanceof Node.Sequence
                && ((Node.Sequence) retryOn).items().isEmpty()) {
            rules.retryOnNothing(); // results only
            if (rule.get("retry-if") == null) {
                values.problems()
                        .warn(
                                retryOn.mark(),
                                retryOn.path(),
                                WarningId.NOTHING_RETRIED.text(),
                                "retry-on is empty without retry-if: nothing is retried");
            }
        } else if (retryOn != null) {
            for (FailureMatcher matcher : failures.retried(retryOn)) {
                rules.retryOn(matcher);
            }
        }
        if (rule.get("abort-on") != null) {
            for (FailureMatcher matcher : failures.aborted(rule.get("abort-on"))) {
                rules.abortOn(matcher);
            }
        }
        if (rule.get("retry-if") != null) {
            for (ResultMatcher matcher : results.results(rule.get("retry-if"))) {
                rules.retryIf(matcher);
            }
        }
        return rules.build();
    }

    /** {@code null}: off. */
    DelayHint delayHint(Node node) {
        Object value = node instanceof Node.Scalar ? ((Node.Scalar) node).value() : null;
        if (value instanceof Boolean) {
            return (Boolean) value ? DelayHint.retryAfter() : null;
        }
        if ("off".equals(value)) {
            return null;
        }
        if ("on".equals(value)) {
            values.problems().expected(node, "true, off or " + OutcomeParts.PATH_EXPECTED);
            return null;
        }
        PropertyPath path = parts.path(node);
        return path == null ? null : DelayHint.at(path);
    }

    Discard discard(Node node) {
        String expected = "close, keep or " + OutcomeParts.PATH_EXPECTED;
        Object value = node instanceof Node.Scalar ? ((Node.Scalar) node).value() : null;
        if (value == null || value instanceof Boolean) {
            values.problems().expected(node, expected);
            return Discard.CLOSE;
        }
        if (value.equals("close")) {
            return Discard.CLOSE;
        }
        if (value.equals("keep")) {
            return Discard.KEEP;
        }
        String word = String.valueOf(value);
        PropertyPath path = parts.path(node);
        String hint = Nearest.hint(word, Arrays.asList("close", "keep"));
        if (path != null && !hint.isEmpty()) {
            values.problems()
                    .warn(
                            node.mark(),
                            node.path(),
                            WarningId.DISCARD_PATH.text(),
                            "calls " + word + " of the result" + hint);
        }
        return path == null ? Discard.KEEP : Discard.calling(path);
    }

    OnExhausted onExhausted(Node node) {
        if (!(node instanceof Node.Mapping)) {
            String word = values.oneOf(node, "rethrow", "wrap", "{return: VALUE}");
            return "wrap".equals(word) ? OnExhausted.WRAP : OnExhausted.RETHROW;
        }
        Node.Mapping map = values.mapping(node, "{return: VALUE}", "return");
        Node value = map.get("return");
        if (value == null) {
            values.problems().expected(node, "{return: VALUE}");
            return OnExhausted.RETHROW;
        }
        return OnExhausted.returning(returned(value));
    }

    private Object returned(Node value) {
        if (value instanceof Node.Scalar) {
            return ((Node.Scalar) value).value();
        }
        boolean isList = value instanceof Node.Sequence;
        boolean empty = isList
                ? ((Node.Sequence) value).items().isEmpty()
                : ((Node.Mapping) value).entries().isEmpty();
        if (!empty) {
            values.problems().expected(value, "a single value, [] or {}");
        }
        return isList ? Collections.emptyList() : Collections.emptyMap();
    }
}
