package io.datapunk.retry.agent.rules;

import io.datapunk.retry.agent.rules.syntax.Node;
import io.datapunk.retry.outcome.NumberRange;
import io.datapunk.retry.outcome.PropertyPath;
import io.datapunk.retry.outcome.StatusCodes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads what conditions on failures and on results are made of. Stateless but for its problems. */
final class OutcomeParts {

    static final String PATH_EXPECTED = "a property path, such as getStatusLine.getStatusCode";

    private final NodeValues values;

    OutcomeParts(NodeValues values) {
        this.values = values;
    }

    /** {@code null} where one of them is wrong. */
    StatusCodes status(Node node) {
        String expected = "status codes, such as [429, 502-504]";
        List<String> codes = new ArrayList<>();
        int before = values.problems().count();
        for (Node item : values.items(node, expected)) {
            String text = values.text(item, expected);
            if (text != null) {
                check(text, item);
                codes.add(text);
            }
        }
        return values.problems().count() > before ? null : StatusCodes.parse(codes);
    }

    /** Each by itself, so that the wrong one is named and not the list. */
    private void check(String code, Node node) {
        try {
            StatusCodes.parse(Collections.singletonList(code));
        } catch (IllegalArgumentException e) {
            values.problems().wrong(node, e.getMessage());
        }
    }

    List<String> sqlStates(Node node) {
        String expected = "SQL states, such as \"40001\" or \"08*\"";
        List<String> states = new ArrayList<>();
        for (Node item : values.items(node, expected)) {
            String state = values.text(item, expected);
            if (state != null && !isSqlState(state)) {
                values.problems().expected(item, "an SQL state: five letters or digits, or fewer and * at the end");
            } else if (state != null) {
                states.add(state);
            }
        }
        return states;
    }

    private static boolean isSqlState(String text) {
        boolean open = text.endsWith("*");
        String code = open ? text.substring(0, text.length() - 1) : text;
        for (int i = 0; i < code.length(); i++) {
            char c = code.charAt(i);
            if (!(c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z')) {
                return false;
            }
        }
        return open ? code.length() < 5 && !code.isEmpty() : code.length() == 5;
    }

    /**
     * The values of {@code in}: a text without quotes that is a range of numbers, such as {@code 500-504}, is read as
     * one.
     */
    List<Object> scalars(Node node) {
        List<Object> found = new ArrayList<>();
        for (Node item : values.items(node, "a list of values, such as [BUSY, 500-504]")) {
            Object value = values.scalar(item, "a single value");
            NumberRange range = value instanceof String ? NumberRange.parse((String) value) : null;
            if (range != null && !((Node.Scalar) item).isPlain()) {
                values.problems()
                        .warn(
                                item.mark(),
                                item.path(),
                                WarningId.QUOTED_RANGE.text(),
                                "\"" + value
                                        + "\" looks like a range of numbers, and in quotes is compared as a text: leave"
                                        + " the quotes out");
                range = null;
            }
            found.add(range == null ? value : range);
        }
        return found;
    }

    /** {@code null} where it is none. */
    PropertyPath path(Node node) {
        String text = values.text(node, PATH_EXPECTED);
        try {
            return text == null ? null : PropertyPath.parse(text);
        } catch (IllegalArgumentException e) {
            values.problems().wrong(node, e.getMessage());
            return null;
        }
    }

    /** {@code null} where it is none. */
    Pattern regex(Node node) {
        String text = values.text(node, "a regular expression");
        try {
            return text == null ? null : Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            values.problems()
                    .expected(
                            node,
                            "a regular expression: " + e.getDescription() + " near character " + (e.getIndex() + 1));
            return null;
        } catch (StackOverflowError e) {
            // The JDK's compiler descends into each group; a rules file must not end a JVM.
            values.problems().expected(node, "a regular expression of fewer groups within groups");
            return null;
        }
    }
}
