package io.datapunk.retry.agent.cli.json;

import io.datapunk.retry.agent.log.PlainText;
import java.util.Map;

/** Writes maps, lists, texts, numbers, booleans and {@code null} as JSON (RFC 8259), in ASCII alone: what
 * else a text has is escaped, so that it comes through whatever the charset of the terminal is, and changes nothing
 * there. Stateless. */
public final class Json {

    private Json() {}

    /** One line of JSON. */
    public static String write(Object value) {
        StringBuilder out = new StringBuilder();
        write(value, out);
        return out.toString();
    }

    private static void write(Object value, StringBuilder out) {
        if (value instanceof Map) {
            char separator = '{';
            for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                out.append(separator);
                text(String.valueOf(entry.getKey()), out);
                out.append(':');
                write(entry.getValue(), out);
                separator = ',';
            }
            out.append(separator == '{' ? "{}" : "}");
        } else if (value instanceof Iterable) {
            char separator = '[';
            for (Object item : (Iterable<?>) value) {
                out.append(separator);
                write(item, out);
                separator = ',';
            }
            out.append(separator == '[' ? "[]" : "]");
        } else if (value == null || value instanceof Number || value instanceof Boolean) {
            out.append(value);
        } else {
            text(value.toString(), out);
        }
    }

    private static void text(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < 0x20 || c >= 0x7f) {
                PlainText.escape(c, out);
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
