package io.datapunk.retry.agent.rules;

import io.datapunk.retry.agent.rules.syntax.Nearest;
import io.datapunk.retry.agent.rules.syntax.Node;
import io.datapunk.retry.agent.rules.syntax.ProblemList;
import io.datapunk.retry.backoff.Durations;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Reads nodes as values of a type; a node that is not one becomes a problem, and the answer is then {@code null}, so
 * that the reading goes on and finds the next mistake. Not thread-safe.
 */
final class NodeValues {

    /** As many always fit in a {@code long}. */
    private static final int LONG_DIGITS = 18;

    private final ProblemList problems;

    NodeValues(ProblemList problems) {
        this.problems = problems;
    }

    ProblemList problems() {
        return problems;
    }

    /** The node as a map whose keys are among these; unknown keys are problems. */
    Node.Mapping mapping(Node node, String expected, String... keys) {
        if (!(node instanceof Node.Mapping)) {
            problems.expected(node, expected);
            return null;
        }
        Node.Mapping mapping = (Node.Mapping) node;
        List<String> known = Arrays.asList(keys);
        for (java.util.Map.Entry<String, Node.Entry> entry : mapping.entries().entrySet()) {
            String key = entry.getKey();
            if (!known.contains(key)) {
                String hint = Nearest.hint(key, known);
                problems.add(
                        entry.getValue().keyMark(),
                        Node.join(mapping.path(), key),
                        "unknown key \"" + Node.shorten(key) + "\""
                                + (hint.isEmpty() ? "; expected one of " + join(known) : hint));
            }
        }
        return mapping;
    }

    static String join(List<String> words) {
        StringBuilder text = new StringBuilder();
        for (String word : words) {
            text.append(text.length() == 0 ? "" : ", ").append(word);
        }
        return text.toString();
    }

    /** A text that is not empty; numbers and booleans are texts too. */
    String text(Node node, String expected) {
        if (node instanceof Node.Scalar
                && !((Node.Scalar) node).text().trim().isEmpty()
                && ((Node.Scalar) node).value() != null) {
            return ((Node.Scalar) node).text();
        }
        problems.expected(node, expected);
        return null;
    }

    Boolean bool(Node node) {
        Object value = node instanceof Node.Scalar ? ((Node.Scalar) node).value() : null;
        if (value instanceof Boolean) {
            return (Boolean) value;
        }
        problems.expected(node, "true or false");
        return null;
    }

    Integer integer(Node node, int least, int most) {
        Object value = node instanceof Node.Scalar ? ((Node.Scalar) node).value() : null;
        if (value instanceof Long && (Long) value >= least && (Long) value <= most) {
            return ((Long) value).intValue();
        }
        problems.expected(
                node,
                most == Integer.MAX_VALUE
                        ? "a whole number, " + least + " or more"
                        : "a whole number, " + least + " to " + most);
        return null;
    }

    Double number(Node node, double least, String expected) {
        Object value = node instanceof Node.Scalar ? ((Node.Scalar) node).value() : null;
        if (value instanceof Number) {
            double number = ((Number) value).doubleValue();
            if (number >= least && !Double.isInfinite(number)) {
                return number;
            }
        }
        problems.expected(node, expected);
        return null;
    }

    /** A percentage such as {@code 20%}, as a share; the bounds in percent. */
    Double percentage(Node node, double least, double most) {
        if (node instanceof Node.Scalar) {
            String text = ((Node.Scalar) node).text().trim();
            String number = text.endsWith("%") ? text.substring(0, text.length() - 1) : "";
            // Asked first: parseDouble would also take 5d, NaN and 0x1p3.
            if (isNumber(number) && number.indexOf('.') == number.lastIndexOf('.') && !number.equals(".")) {
                // What reads fractions is seven classes more of the JDK.
                boolean isWhole = number.indexOf('.') < 0 && number.length() <= LONG_DIGITS;
                double percent = isWhole ? Long.parseLong(number) : Double.parseDouble(number);
                if (percent >= least && percent <= most) {
                    return percent / 100;
                }
            }
        }
        problems.expected(node, "a percentage, " + plain(least) + "% to " + plain(most) + "%");
        return null;
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? String.valueOf((long) number) : String.valueOf(number);
    }

    /** A duration in nanoseconds. */
    Long duration(Node node, boolean zeroAllowed) {
        String expected = "a duration such as 250ms, 2s, 1m30s, 1h or PT1.5S" + (zeroAllowed ? "" : ", above zero");
        if (node instanceof Node.Scalar) {
            String text = ((Node.Scalar) node).text();
            if (isZero(text)) {
                text = "0ms";
            }
            try {
                long nanos = Durations.parse(text);
                if (nanos > 0 || zeroAllowed) {
                    return nanos;
                }
            } catch (IllegalArgumentException e) {
                boolean tooLong =
                        e.getCause() instanceof ArithmeticException || e.getCause() instanceof NumberFormatException;
                String hint = isNumber(text) ? "; a number needs a unit" : tooLong ? ", of at most 292 years" : "";
                problems.expected(node, expected + hint);
                return null;
            }
        }
        problems.expected(node, expected);
        return null;
    }

    private static boolean isZero(String text) {
        return text.trim().equals("0");
    }

    private static boolean isNumber(String text) {
        for (int i = 0; i < text.length(); i++) {
            if ((text.charAt(i) < '0' || text.charAt(i) > '9') && text.charAt(i) != '.') {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** One of these words. */
    String oneOf(Node node, String... words) {
        String text = node instanceof Node.Scalar ? ((Node.Scalar) node).text() : null;
        List<String> known = Arrays.asList(words);
        if (text != null && known.contains(text)) {
            return text;
        }
        problems.expected(node, "one of " + join(known) + (text == null ? "" : Nearest.hint(text, known)));
        return null;
    }

    /** The items of a list, or the node itself where it is no list; an empty list is a problem. */
    List<Node> items(Node node, String expected) {
        if (!(node instanceof Node.Sequence)) {
            return Collections.singletonList(node);
        }
        List<Node> items = ((Node.Sequence) node).items();
        if (items.isEmpty()) {
            problems.expected(node, expected);
        }
        return items;
    }

    /** The texts of a list, or of one. */
    List<String> texts(Node node, String expected) {
        List<String> texts = new ArrayList<>();
        for (Node item : items(node, expected)) {
            String text = text(item, expected);
            if (text != null) {
                texts.add(text);
            }
        }
        return texts;
    }

    /** The scalar's value as YAML's core schema reads it; other nodes are problems. */
    Object scalar(Node node, String expected) {
        if (node instanceof Node.Scalar) {
            return ((Node.Scalar) node).value();
        }
        problems.expected(node, expected);
        return null;
    }
}
