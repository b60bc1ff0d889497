package io.datapunk.retry.agent.rules;

import io.datapunk.retry.agent.rules.syntax.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Reads {@code match} and {@code exclude}. Stateless but for its problems. */
final class MatchReader {

    static final String[] KEYS = {
        "class", "subtype-of", "annotated-with", "method", "returns", "jar", "proxies", "exclude"
    };
    static final String[] EXCLUDE_KEYS = {"class", "subtype-of", "annotated-with", "method", "returns", "jar"};

    private final NodeValues values;

    MatchReader(NodeValues values) {
        this.values = values;
    }

    /** {@code null} where it is no map. */
    MatchSpec read(Node node) {
        Node.Mapping match = values.mapping(node, "a map with class, subtype-of or annotated-with", KEYS);
        if (match == null) {
            return null;
        }
        if (match.get("class") == null && match.get("subtype-of") == null && match.get("annotated-with") == null) {
            values.problems().expected(node, "one of class, subtype-of, annotated-with in it");
        }
        return read(match, exclude(match.get("exclude")));
    }

    private MatchSpec exclude(Node node) {
        if (node == null) {
            return null;
        }
        Node.Mapping exclude = values.mapping(node, "a map with class, method or another key of match", EXCLUDE_KEYS);
        if (exclude == null) {
            return null;
        }
        if (exclude.entries().isEmpty()) {
            values.problems().expected(node, "one of " + NodeValues.join(Arrays.asList(EXCLUDE_KEYS)) + " in it");
        }
        return read(exclude, null);
    }

    private MatchSpec read(Node.Mapping match, MatchSpec exclude) {
        return new MatchSpec(
                globs(match.get("class"), "a class name or glob, such as com.acme.PaymentClient or com.acme.**", false),
                typeNames(match.get("subtype-of"), "the name of a class or interface"),
                typeNames(match.get("annotated-with"), "the name of an annotation"),
                methods(match.get("method")),
                globs(match.get("returns"), "a type or glob, such as int or java.lang.String", true),
                fileGlobs(match.get("jar")),
                targetGoverns(match.get("proxies")),
                exclude);
    }

    private boolean targetGoverns(Node node) {
        return node != null && "target".equals(values.oneOf(node, "outermost", "target"));
    }

    private List<Glob> globs(Node node, String expected, boolean arrays) {
        List<Glob> globs = new ArrayList<>();
        for (Node item : itemsOf(node, expected)) {
            String text = values.text(item, expected);
            if (text != null && isTypePattern(text) && (arrays || !text.endsWith("]"))) {
                globs.add(new Glob(text));
            } else if (text != null) {
                values.problems().expected(item, expected + hintForSlashes(text));
            }
        }
        return globs;
    }

    private List<String> typeNames(Node node, String expected) {
        List<String> names = new ArrayList<>();
        for (Node item : itemsOf(node, expected)) {
            String text = values.text(item, expected);
            if (text != null && (!isTypePattern(text) || text.indexOf('*') >= 0 || text.endsWith("]"))) {
                values.problems().expected(item, expected + ", without *" + hintForSlashes(text));
            } else if (text != null) {
                names.add(text);
            }
        }
        return names;
    }

    private List<MethodPattern> methods(Node node) {
        String expected = "a method's name or glob, such as charge or get*";
        List<MethodPattern> methods = new ArrayList<>();
        for (Node item : itemsOf(node, expected)) {
            String text = values.text(item, expected);
            if (text != null) {
                try {
                    methods.add(MethodPattern.parse(text));
                } catch (IllegalArgumentException e) {
                    values.problems().wrong(item, e.getMessage());
                }
            }
        }
        return methods;
    }

    private List<Glob> fileGlobs(Node node) {
        String expected = "a glob over the jar's file name, such as payment-*.jar";
        List<Glob> globs = new ArrayList<>();
        for (Node item : itemsOf(node, expected)) {
            String text = values.text(item, expected);
            if (text != null && text.indexOf('/') >= 0) {
                values.problems().expected(item, expected + ", without a folder");
            } else if (text != null) {
                globs.add(Glob.ofFiles(text));
            }
        }
        return globs;
    }

    private List<Node> itemsOf(Node node, String expected) {
        return node == null ? Collections.<Node>emptyList() : values.items(node, expected);
    }

    private static boolean isTypePattern(String text) {
        String name = text;
        while (name.endsWith("[]")) {
            name = name.substring(0, name.length() - 2);
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c != '.' && c != '*' && c != '-' && !Character.isJavaIdentifierPart(c)) {
                return false;
            }
        }
        return !name.isEmpty() && !name.startsWith(".") && !name.endsWith(".") && !name.contains("..");
    }

    private static String hintForSlashes(String text) {
        return text.indexOf('/') >= 0 ? "; write dots, not slashes" : "";
    }
}
