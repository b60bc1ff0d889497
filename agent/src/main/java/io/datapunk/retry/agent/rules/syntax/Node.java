package io.datapunk.retry.agent.rules.syntax;

import java.util.Collections;
import java.util.List;
import java.util.Map;

/** A piece of a YAML file, with its place and the path of keys that leads to it. Immutable. */
public abstract class Node {

    private final Mark mark;
    private final String path;

    Node(Mark mark, String path) {
        this.mark = mark;
        this.path = path;
    }

    /** Where it begins. */
    public Mark mark() {
        return mark;
    }

    /** Keys that lead to it, such as {@code rules[2].backoff.delay}; empty for the whole file. */
    public String path() {
        return path;
    }

    /** What it is, for people: {@code "x"}, {@code the text "5"}, {@code a list}. */
    public abstract String describe();

    /** The path of a key below another path. */
    public static String join(String path, String key) {
        return path.isEmpty() ? shorten(key) : path + "." + shorten(key);
    }

    /** A text in one line of at most 60 characters, for people. */
    public static String shorten(String text) {
        String line = text.replace('\n', ' ').replace('\r', ' ');
        if (line.length() <= 60) {
            return line;
        }
        int end = Character.isHighSurrogate(line.charAt(56)) ? 56 : 57;
        return line.substring(0, end) + "...";
    }

    /** A single value. */
    public static final class Scalar extends Node {
        private final String text;
        private final boolean plain;

        Scalar(Mark mark, String path, String text, boolean plain) {
            super(mark, path);
            this.text = text;
            this.plain = plain;
        }

        /** The text, without quotes. */
        public String text() {
            return text;
        }

        /** Whether it stands there without quotes. */
        public boolean isPlain() {
            return plain;
        }

        /** What the text means in YAML 1.2's core schema: {@code null}, Boolean, Long, Double or String. */
        public Object value() {
            return plain ? CoreSchema.resolve(text) : text;
        }

        /** The same text under another path. */
        Scalar at(String otherPath) {
            return new Scalar(mark(), otherPath, text, plain);
        }

        @Override
        public String describe() {
            if (plain && value() == null) {
                return "nothing";
            }
            // In quotes a number is a text, which the reader of a message would not see.
            boolean looksLikeMore = !plain && !text.equals(CoreSchema.resolve(text));
            return (looksLikeMore ? "the text \"" : "\"") + shorten(text) + "\"";
        }
    }

    /** A list. */
    public static final class Sequence extends Node {
        private final List<Node> items;

        Sequence(Mark mark, String path, List<Node> items) {
            super(mark, path);
            this.items = Collections.unmodifiableList(items);
        }

        /** The items in order. */
        public List<Node> items() {
            return items;
        }

        @Override
        public String describe() {
            return items.isEmpty() ? "an empty list" : "a list";
        }
    }

    /** A map. */
    public static final class Mapping extends Node {
        private final Map<String, Entry> entries;

        /** A map of these entries, in their order. */
        public Mapping(Mark mark, String path, Map<String, Entry> entries) {
            super(mark, path);
            this.entries = Collections.unmodifiableMap(entries);
        }

        /** The entries in order. */
        public Map<String, Entry> entries() {
            return entries;
        }

        /** The value of a key; {@code null} where there is no such key. */
        public Node get(String key) {
            Entry entry = entries.get(key);
            return entry == null ? null : entry.value;
        }

        @Override
        public String describe() {
            return entries.isEmpty() ? "an empty map" : "a map";
        }
    }

    /** A key and its value. Immutable. */
    public static final class Entry {
        private final Mark keyMark;
        private final Node value;

        Entry(Mark keyMark, Node value) {
            this.keyMark = keyMark;
            this.value = value;
        }

        /** Where the key stands. */
        public Mark keyMark() {
            return keyMark;
        }

        /** The value. */
        public Node value() {
            return value;
        }
    }
}
