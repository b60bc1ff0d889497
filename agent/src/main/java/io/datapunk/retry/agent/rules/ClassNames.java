package io.datapunk.retry.agent.rules;

import io.datapunk.retry.agent.rules.syntax.Node;

/** Reads binary names of classes, such as {@code com.acme.Outer$Inner}; nothing is loaded. Stateless. */
final class ClassNames {

    private ClassNames() {}

    /** The name; {@code null} where it is none, which is then a problem. */
    static String read(NodeValues values, Node node, String expected) {
        String name = values.text(node, expected);
        if (name == null || isName(name)) {
            return name;
        }
        String hint = name.indexOf('/') >= 0
                ? "; write dots, not slashes"
                : name.indexOf('*') >= 0 ? "; without *: subclasses count anyway" : "";
        values.problems().expected(node, expected + hint);
        return null;
    }

    private static boolean isName(String name) {
        boolean atStart = true;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '.'
                    ? atStart
                    : !(atStart ? Character.isJavaIdentifierStart(c) : Character.isJavaIdentifierPart(c))) {
                return false;
            }
            atStart = c == '.';
        }
        return !atStart;
    }
}
