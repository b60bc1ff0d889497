package io.datapunk.retry.agent.rules;

import io.datapunk.retry.agent.rules.syntax.Node;
import io.datapunk.retry.outcome.DelayHint;
import io.datapunk.retry.outcome.Discard;
import io.datapunk.retry.outcome.FailureMatcher;
import io.datapunk.retry.outcome.OutcomeRules;
import io.datapunk.retry.outcome.PropertyPath;
import io.datapunk.retry.outcome.ResultMatcher;
import io.datapunk.retry.outcome.StatusCodes;
import io.datapunk.retry.policy.OnExhausted;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads which outcomes are retried, and what becomes of them. Stateless but for its problems. */
final class OutcomeReader {

    private static final String[] FAILURE_KEYS = {
        "exception", "message", "sql-state", "status", "property", "in", "matches", "in-causes"
    };
    private static final String[] RESULT_KEYS = {"status", "equals", "property", "in", "matches"};
    private static final String PATH_EXPECTED = "a property path, such as getStatusLine.getStatusCode";

    private final Values values;

    OutcomeReader(Values values) {
        this.values = values;
    }

    /** Reads {@code retry-on}, {@code abort-on} and {@code retry-if} of a rule. */
    OutcomeRules read(Node.Mapping rule) {
        OutcomeRules.Builder rules = OutcomeRules.builder();
        Node retryOn = rule.get("retry-on");
        if (retryOn instanceof Node.Sequence
                && ((Node.Sequence) retryOn).items().isEmpty()) {
            rules.retryOnNothing(); // results only
        } else if (retryOn != null) {
            for (FailureMatcher matcher : failures(retryOn)) {
                rules.retryOn(matcher);
            }
        }
        if (rule.get("abort-on") != null) {
            for (FailureMatcher matcher : failures(rule.get("abort-on"))) {
                rules.abortOn(matcher);
            }
        }
        if (rule.get("retry-if") != null) {
            for (Node item : values.items(rule.get("retry-if"), "a list of results")) {
                ResultMatcher matcher = result(item);
                if (matcher != null) {
                    rules.retryIf(matcher);
                }
            }
        }
        return rules.build();
    }

    private List<FailureMatcher> failures(Node node) {
        List<FailureMatcher> matchers = new ArrayList<>();
        for (Node item : values.items(node, "a list of exceptions")) {
            FailureMatcher matcher = item instanceof Node.Scalar ? plainFailure(item) : failure(item);
            if (matcher != null) {
                matchers.add(matcher);
            }
        }
        return matchers;
    }

    private FailureMatcher plainFailure(Node node) {
        String name = className(node);
        return name == null ? null : FailureMatcher.of(name);
    }

    private String className(Node node) {
        String expected = "the name of an exception class, such as java.io.IOException";
        String name = values.text(node, expected);
        if (name == null) {
            return null;
        }
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) != '.' && !Character.isJavaIdentifierPart(name.charAt(i))) {
                values.problems().expected(node, expected);
                return null;
            }
        }
        return name;
    }

    private FailureMatcher failure(Node node) {
        Node.Mapping map = values.mapping(node, "an exception's name, or a map with exception", FAILURE_KEYS);
        if (map == null) {
            return null;
        }
        int before = values.problems().size();
        FailureMatcher.Builder matcher = FailureMatcher.builder();
        if (map.get("exception") != null) {
            matcher.exception(className(map.get("exception")));
        }
        if (map.get("message") != null) {
            matcher.message(regex(map.get("message")));
        }
        if (map.get("sql-state") != null) {
            matcher.sqlStates(sqlStates(map.get("sql-state")));
        }
        if (map.get("status") != null) {
            matcher.status(status(map.get("status")));
        }
        if (map.get("property") != null) {
            matcher.property(path(map.get("property")));
        }
        if (map.get("in") != null) {
            matcher.in(scalars(map.get("in")));
        }
        if (map.get("matches") != null) {
            matcher.matches(regex(map.get("matches")));
        }
        if (map.get("in-causes") != null) {
            Boolean inCauses = values.bool(map.get("in-causes"));
            matcher.inCauses(inCauses != null && inCauses);
        }
        try {
            return values.problems().size() > before ? null : matcher.build();
        } catch (IllegalArgumentException e) {
            values.problems().wrong(node, e.getMessage());
            return null;
        }
    }

    private List<String> sqlStates(Node node) {
        String expected = "SQL states, such as \"40001\" or \"08*\"";
        List<String> states = values.texts(node, expected);
        for (String state : states) {
            String code = state.endsWith("*") ? state.substring(0, state.length() - 1) : state;
            boolean fits = state.endsWith("*") ? code.length() < 5 && !code.isEmpty() : code.length() == 5;
            if (!fits || code.indexOf('*') >= 0) {
                values.problems()
                        .wrong(
                                node,
                                "found \"" + state
                                        + "\", expected five characters, or fewer and * at the end; quote it: 08001"
                                        + " without quotes is a number");
            }
        }
        return states;
    }

    private ResultMatcher result(Node node) {
        Node.Mapping map = values.mapping(node, "a map with status, equals or property", RESULT_KEYS);
        if (map == null) {
            return null;
        }
        int before = values.problems().size();
        PropertyPath property = map.get("property") == null ? null : path(map.get("property"));
        int conditions = 0;
        ResultMatcher matcher = null;
        if (map.get("status") != null) {
            conditions++;
            StatusCodes codes = status(map.get("status"));
            matcher = codes == null ? null : ResultMatcher.status(codes, property);
        }
        if (map.entries().containsKey("equals")) {
            conditions++;
            matcher = ResultMatcher.equalTo(values.scalar(map.get("equals"), "a value such as null, false or 0"));
        }
        if (map.get("in") != null) {
            conditions++;
            List<Object> allowed = scalars(map.get("in"));
            matcher = property == null ? null : ResultMatcher.propertyIn(property, allowed);
        }
        if (map.get("matches") != null) {
            conditions++;
            Pattern pattern = regex(map.get("matches"));
            matcher = property == null || pattern == null ? null : ResultMatcher.propertyMatches(property, pattern);
        }
        if (values.problems().size() > before) {
            return null;
        }
        if (conditions != 1) {
            values.problems()
                    .wrong(
                            node,
                            "found " + conditions + " of status, equals, in and matches, expected exactly one of them");
            return null;
        }
        if (map.entries().containsKey("equals") && property != null) {
            values.problems().wrong(node, "equals looks at the result itself: use in with property " + property);
            return null;
        }
        if (matcher == null) {
            values.problems().wrong(node, "in and matches need property: what should be looked at?");
        }
        return matcher;
    }

    private StatusCodes status(Node node) {
        String expected = "status codes, such as [429, 502-504]";
        int before = values.problems().size();
        List<String> texts = values.texts(node, expected);
        if (values.problems().size() > before) {
            return null;
        }
        try {
            return StatusCodes.parse(texts);
        } catch (IllegalArgumentException e) {
            values.problems().wrong(node, e.getMessage());
            return null;
        }
    }

    private List<Object> scalars(Node node) {
        List<Object> found = new ArrayList<>();
        for (Node item : values.items(node, "a list of values")) {
            found.add(values.scalar(item, "a single value"));
        }
        return found;
    }

    private PropertyPath path(Node node) {
        String text = values.text(node, PATH_EXPECTED);
        try {
            return text == null ? null : PropertyPath.parse(text);
        } catch (IllegalArgumentException e) {
            values.problems().wrong(node, e.getMessage());
            return null;
        }
    }

    private Pattern regex(Node node) {
        String text = values.text(node, "a regular expression");
        try {
            return text == null ? null : Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            values.problems()
                    .expected(
                            node,
                            "a regular expression: " + e.getDescription() + " near character " + (e.getIndex() + 1));
            return null;
        }
    }

    /** {@code null}: off. */
    DelayHint delayHint(Node node) {
        if (node == null) {
            return null;
        }
        Object value = node instanceof Node.Scalar ? ((Node.Scalar) node).value() : null;
        if (value instanceof Boolean) {
            return (Boolean) value ? DelayHint.retryAfter() : null;
        }
        if ("off".equals(value)) {
            return null;
        }
        PropertyPath path = path(node);
        return path == null ? null : DelayHint.at(path);
    }

    Discard discard(Node node) {
        String text = values.text(node, "close, keep or " + PATH_EXPECTED);
        if (text == null || text.equals("close")) {
            return Discard.CLOSE;
        }
        if (text.equals("keep")) {
            return Discard.KEEP;
        }
        PropertyPath path = path(node);
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
