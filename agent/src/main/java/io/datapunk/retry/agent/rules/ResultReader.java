package io.datapunk.retry.agent.rules;

import io.datapunk.retry.agent.rules.syntax.Node;
import io.datapunk.retry.outcome.PropertyPath;
import io.datapunk.retry.outcome.ResultMatcher;
import io.datapunk.retry.outcome.StatusCodes;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads {@code retry-if}. Stateless but for its problems. */
final class ResultReader {

    static final String[] KEYS = {"status", "equals", "property", "in", "matches"};

    private final NodeValues values;
    private final OutcomeParts parts;

    ResultReader(NodeValues values) {
        this.values = values;
        this.parts = new OutcomeParts(values);
    }

    /** The results that are retried. */
    List<ResultMatcher> results(Node node) {
        List<ResultMatcher> matchers = new ArrayList<>();
        for (Node item : values.items(node, "a list of results")) {
            ResultMatcher matcher = result(item);
            if (matcher != null) {
                matchers.add(matcher);
            }
        }
        return matchers;
    }

    private ResultMatcher result(Node node) {
        Node.Mapping map = values.mapping(node, "a map with status, equals or property", KEYS);
        if (map == null) {
            return null;
        }
        int before = values.problems().count();
        PropertyPath property = map.get("property") == null ? null : parts.path(map.get("property"));
        int conditions = 0;
        ResultMatcher matcher = null;
        if (map.get("status") != null) {
            conditions++;
            StatusCodes codes = parts.status(map.get("status"));
            matcher = codes == null ? null : ResultMatcher.status(codes, property);
        }
        if (map.entries().containsKey("equals")) {
            conditions++;
            matcher = ResultMatcher.equalTo(values.scalar(map.get("equals"), "a value such as null, false or 0"));
        }
        if (map.get("in") != null) {
            conditions++;
            List<Object> allowed = parts.scalars(map.get("in"));
            matcher = property == null ? null : ResultMatcher.propertyIn(property, allowed);
        }
        if (map.get("matches") != null) {
            conditions++;
            Pattern pattern = parts.regex(map.get("matches"));
            matcher = property == null || pattern == null ? null : ResultMatcher.propertyMatches(property, pattern);
        }
        if (values.problems().count() > before) {
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
}
