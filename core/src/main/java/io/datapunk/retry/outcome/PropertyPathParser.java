package io.datapunk.retry.outcome;

import java.util.ArrayList;
import java.util.List;

/** Reads the text of a {@link PropertyPath}. Not thread-safe. */
final class PropertyPathParser {

    private final String text;
    private int at;

    PropertyPathParser(String text) {
        this.text = text;
    }

    List<Accessor> parse() {
        List<Accessor> accessors = new ArrayList<>(3);
        do {
            accessors.add(accessor());
        } while (takes('.'));
        if (at < text.length()) {
            throw expected("\".\" or the end");
        }
        return accessors;
    }

    private Accessor accessor() {
        int start = at;
        while (at < text.length() && Character.isJavaIdentifierPart(text.charAt(at))) {
            at++;
        }
        if (at == start || !Character.isJavaIdentifierStart(text.charAt(start))) {
            at = start;
            throw expected("the name of an accessor");
        }
        String name = text.substring(start, at);
        boolean parentheses = takes('(');
        List<Object> arguments = new ArrayList<>(0);
        if (parentheses && !takes(')')) {
            do {
                arguments.add(literal());
            } while (takes(','));
            if (!takes(')')) {
                throw expected("\",\" or \")\"");
            }
        }
        return new Accessor(name, parentheses, arguments.toArray());
    }

    private Object literal() {
        skipBlanks();
        char first = at < text.length() ? text.charAt(at) : '\0';
        if (first == '"' || first == '\'') {
            return string(first);
        }
        int start = at;
        while (at < text.length() && ",). ".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        String word = text.substring(start, at);
        skipBlanks();
        switch (word) {
            case "true":
                return true;
            case "false":
                return false;
            case "null":
                return null;
            default:
                return number(word, start);
        }
    }

    private Object number(String word, int start) {
        try {
            boolean isLong = word.endsWith("L");
            long value = Long.parseLong(isLong ? word.substring(0, word.length() - 1) : word);
            if (isLong) {
                return value;
            }
            return (int) value == value ? (Object) (int) value : value;
        } catch (NumberFormatException e) {
            at = start;
            throw expected("a literal: \"text\", a whole number, true, false or null");
        }
    }

    private String string(char quote) {
        int end = text.indexOf(quote, at + 1);
        if (end < 0) {
            throw expected("a closing " + quote);
        }
        String value = text.substring(at + 1, end);
        at = end + 1;
        skipBlanks();
        return value;
    }

    private void skipBlanks() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
    }

    private boolean takes(char c) {
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private IllegalArgumentException expected(String what) {
        String found = at < text.length() ? "\"" + text.charAt(at) + "\"" : "the end";
        return new IllegalArgumentException("\"" + text + "\" is not a property path: at column " + (at + 1) + " found "
                + found + ", expected " + what);
    }
}
