package io.datapunk.retry.agent.rules.syntax;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the part of YAML that nearly all rules files keep to, without waking the YAML library: maps and lists in blocks
 * or brackets, plain and quoted values in one line, comments. Not thread-safe; for one file.
 *
 * <p>It has no opinion on anything else. Whatever it does not know for certain, each mistake among it, makes it give
 * up, and
 * {@link SnakeYamlReader} reads the file from its beginning: what this class reads, that one reads alike.
 */
final class PlainYaml {

    /** Well below what the library's reader takes, whose limits are told as problems. */
    private static final int MAX_DEPTH = 30;

    private static final int MAX_NODES = 400_000;

    /** YAML wants keys shorter than 1,024 characters. */
    private static final int MAX_KEY_LENGTH = 1_000;

    /** With these nothing plain begins here, although YAML allows some of them before others. */
    private static final String INDICATORS = "-?:,[]{}#&*!|>'\"%@`.";

    private final String file;

    /** An array, since code that runs once, interpreted, would wait for each {@code String.charAt}. */
    private final char[] text;

    private final int end;
    private int at;
    private int line = 1;
    private int lineStart;
    private int depth;
    private int nodes;

    private PlainYaml(String file, String text) {
        this.file = file;
        this.text = text.toCharArray();
        this.end = this.text.length;
    }

    /** The whole file; {@code null} where it is more than this class knows. Never throws. */
    static Node read(String file, String text) {
        try {
            return new PlainYaml(file, text).document();
        } catch (MoreThanPlainException e) {
            return null;
        }
    }

    private Node document() {
        skipToContent();
        if (isMarker()) {
            at += 3;
            skipToContent();
        }
        Node root = mapping(column(), "");
        expect(at == end);
        return root;
    }

    /**
     * A map in a block. What follows at another column belongs to a block around it, or to none, and then the document
     * does not end where it should.
     */
    private Node mapping(int column, String path) {
        Mark mark = mark();
        enter();
        Map<String, Node.Entry> entries = new LinkedHashMap<>();
        do {
            Mark keyMark = mark();
            String key = key(false);
            Node value = value(column, Node.join(path, key));
            expect(entries.put(key, new Node.Entry(keyMark, value)) == null);
            skipToContent();
        } while (at < end && column() == column);
        depth--;
        return new Node.Mapping(mark, path, entries);
    }

    /** What follows the colon of a key that stands at a column. */
    private Node value(int keyColumn, String path) {
        int keyLine = line;
        skipToContent();
        if (line == keyLine) {
            return endOfLine(inline(path, false));
        }
        expect(at < end);
        int column = column();
        if (isDash()) {
            expect(column >= keyColumn);
            return sequence(column, path);
        }
        expect(column > keyColumn);
        return mapping(column, path);
    }

    /** A list; its dashes may stand below the first letter of its key. */
    private Node sequence(int column, String path) {
        Mark mark = mark();
        enter();
        List<Node> items = new ArrayList<>();
        do {
            int dashLine = line;
            at++;
            skipToContent();
            expect(line == dashLine);
            items.add(item(path + "[" + items.size() + "]"));
            skipToContent();
        } while (at < end && column() == column && isDash());
        depth--;
        return new Node.Sequence(mark, path, items);
    }

    /** An item that is a map begins with its first key. */
    private Node item(String path) {
        int start = at;
        int before = nodes;
        Node node = inline(path, false);
        skipSpaces();
        if (at < end && text[at] == ':' && node instanceof Node.Scalar) {
            at = start;
            nodes = before;
            return mapping(column(), path);
        }
        return endOfLine(node);
    }

    private Node endOfLine(Node node) {
        skipSpaces();
        expect(isLineEnd(at) || text[at] == '#' && text[at - 1] == ' ');
        return node;
    }

    private Node inline(String path, boolean inBrackets) {
        Mark mark = mark();
        char c = peek();
        if (c == '[') {
            return listInBrackets(mark, path);
        }
        if (c == '{') {
            return mapInBraces(mark, path);
        }
        count();
        boolean isPlain = c != '"' && c != '\'';
        return new Node.Scalar(mark, path, isPlain ? plain(inBrackets) : quoted(c), isPlain);
    }

    private Node listInBrackets(Mark mark, String path) {
        enter();
        List<Node> items = new ArrayList<>();
        while (nextInBrackets(']', items.isEmpty())) {
            items.add(inline(path + "[" + items.size() + "]", true));
        }
        depth--;
        return new Node.Sequence(mark, path, items);
    }

    private Node mapInBraces(Mark mark, String path) {
        enter();
        Map<String, Node.Entry> entries = new LinkedHashMap<>();
        while (nextInBrackets('}', entries.isEmpty())) {
            Mark keyMark = mark();
            String key = key(true);
            skipInBrackets();
            Node value = inline(Node.join(path, key), true);
            expect(entries.put(key, new Node.Entry(keyMark, value)) == null);
        }
        depth--;
        return new Node.Mapping(mark, path, entries);
    }

    /** Moves to the next item, or behind the closing bracket. */
    private boolean nextInBrackets(char closing, boolean isFirst) {
        if (isFirst) {
            at++;
        }
        skipInBrackets();
        char c = peek();
        if (c == closing) {
            at++;
            return false;
        }
        if (!isFirst) {
            expect(c == ',');
            at++;
            skipInBrackets();
        }
        return true;
    }

    private void skipInBrackets() {
        skipToContent();
        expect(at < end && column() > 0); // where a line begins, three dashes would end the document
    }

    /** The text of a key, up to the character after its colon. */
    private String key(boolean inBrackets) {
        int start = at;
        char c = peek();
        count();
        String key = c == '"' || c == '\'' ? quoted(c) : plain(inBrackets);
        skipSpaces();
        expect(peek() == ':' && at - start <= MAX_KEY_LENGTH && !key.equals("<<"));
        at++;
        expect(isLineEnd(at) || text[at] == ' ');
        return key;
    }

    private String plain(boolean inBrackets) {
        int start = at;
        int stop = at;
        expect(INDICATORS.indexOf(peek()) < 0 || peek() == '-' && isLetterOrDigit(at + 1));
        for (; !isLineEnd(at); at++) {
            char c = text[at];
            if (c == ':' && (isLineEnd(at + 1) || text[at + 1] == ' ')
                    || c == '#' && text[at - 1] == ' '
                    || inBrackets && (c == ',' || c == '[' || c == ']' || c == '{' || c == '}')) {
                break;
            }
            expect(isPrintableAscii(c) && !(inBrackets && (c == ':' || c == '?')));
            if (c != ' ') {
                stop = at + 1;
            }
        }
        return new String(text, start, stop - start);
    }

    private String quoted(char quote) {
        int start = ++at;
        for (; peek() != quote; at++) {
            expect(isPrintableAscii(text[at]) && (quote == '\'' || text[at] != '\\'));
        }
        int stop = at++;
        expect(at == end || text[at] != quote);
        return new String(text, start, stop - start);
    }

    /** Over spaces, line ends and comments. */
    private void skipToContent() {
        while (at < end) {
            char c = text[at];
            if (c == '\n') {
                at++;
                line++;
                lineStart = at;
            } else if (c == '#' && (at == lineStart || text[at - 1] == ' ')) {
                skipComment();
            } else if (c == ' ' || isLineEnd(at)) {
                at++;
            } else {
                return;
            }
        }
    }

    private void skipComment() {
        for (; at < end; at++) {
            char c = text[at];
            if (isPrintableAscii(c)) {
                continue;
            }
            if (isLineEnd(at)) {
                return;
            }
            // No character that is not for printing, that YAML 1.1 takes for a line's end, or that is half of one
            expect(c == '\t' || c >= '\u00a0' && c < '\ud800' && c != '\u2028' && c != '\u2029');
        }
    }

    private void skipSpaces() {
        while (at < end && text[at] == ' ') {
            at++;
        }
    }

    /** Three dashes in a line of their own, as they may begin a document. */
    private boolean isMarker() {
        return column() == 0
                && at + 3 < end
                && text[at] == '-'
                && text[at + 1] == '-'
                && text[at + 2] == '-'
                && text[at + 3] == '\n';
    }

    private boolean isDash() {
        return text[at] == '-' && (isLineEnd(at + 1) || text[at + 1] == ' ');
    }

    /** Whether a line, or the file, ends at a place. */
    private boolean isLineEnd(int place) {
        if (place >= end) {
            return true;
        }
        char c = text[place];
        return c == '\n' || c == '\r' && place + 1 < end && text[place + 1] == '\n';
    }

    private boolean isLetterOrDigit(int place) {
        return place < end && Character.isLetterOrDigit(text[place]);
    }

    private static boolean isPrintableAscii(char c) {
        return c >= ' ' && c <= '~';
    }

    private char peek() {
        expect(at < end);
        return text[at];
    }

    private int column() {
        return at - lineStart;
    }

    private Mark mark() {
        return new Mark(file, line, column() + 1);
    }

    private void enter() {
        expect(++depth <= MAX_DEPTH);
        count();
    }

    private void count() {
        expect(++nodes <= MAX_NODES);
    }

    private static void expect(boolean plain) {
        if (!plain) {
            throw new MoreThanPlainException();
        }
    }

    /** There is something here that only the library may judge. */
    private static final class MoreThanPlainException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        MoreThanPlainException() {
            super(null, null, false, false);
        }
    }
}
