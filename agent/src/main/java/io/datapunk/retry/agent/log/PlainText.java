package io.datapunk.retry.agent.log;

/**
 * Text for terminals and log files. A name of a class, a method or a file may have any character: a line break that
 * makes two lines of one, an escape that a terminal obeys, a mark that turns the direction of what follows. Stateless.
 */
public final class PlainText {

    private PlainText() {}

    /**
     * The text on one line: each character that controls or formats ({@code Cc}, {@code Cf}, {@code Zl} and {@code Zp}
     * in Unicode), and each half of a surrogate pair without the other, as an escape such as {@code \}{@code u001b}.
     */
    public static String of(String text) {
        StringBuilder plain = null;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            int length = Character.charCount(c);
            if (isPlain(c)) {
                if (plain != null) {
                    plain.appendCodePoint(c);
                }
            } else {
                if (plain == null) {
                    plain = new StringBuilder(text.length() + 16).append(text, 0, i);
                }
                for (int j = i; j < i + length; j++) {
                    escape(text.charAt(j), plain);
                }
            }
            i += length;
        }
        return plain == null ? text : plain.toString();
    }

    private static boolean isPlain(int c) {
        if (c < 0x7f) {
            return c >= 0x20;
        }
        switch (Character.getType(c)) {
            case Character.CONTROL:
            case Character.FORMAT:
            case Character.LINE_SEPARATOR:
            case Character.PARAGRAPH_SEPARATOR:
            case Character.SURROGATE:
                return false;
            default:
                return true;
        }
    }

    /** Adds a backslash, a {@code u} and four hexadecimal digits. */
    public static void escape(char c, StringBuilder out) {
        out.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            out.append(Character.forDigit(c >> shift & 0xf, 16));
        }
    }
}
