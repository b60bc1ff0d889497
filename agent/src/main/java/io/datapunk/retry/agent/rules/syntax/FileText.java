package io.datapunk.retry.agent.rules.syntax;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * The text of a file's bytes: UTF-8, or UTF-16 where a byte order mark says so, as editors on Windows write it.
 * Stateless.
 */
public final class FileText {

    /** A rules file is a few kilobytes; what is larger than this is something else. */
    public static final int MAX_BYTES = 6 * 1024 * 1024;

    private static final char REPLACEMENT = '\uFFFD';
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private FileText() {}

    /** The text, without a byte order mark; {@code null} where it is none, which is then a problem with its place. */
    public static String decode(String file, byte[] bytes, ProblemList problems) {
        if (bytes.length > MAX_BYTES) {
            problems.add(new Mark(file, 1, 1), "", "found more than " + MAX_BYTES + " bytes, expected a smaller file");
            return null;
        }
        Charset charset = charset(bytes);
        String text = new String(bytes, charset);
        // What stands for bytes that are no text may also stand in the file itself. To know takes eight classes of the
        // JDK more.
        if (text.indexOf(REPLACEMENT) >= 0 && !isAllText(file, bytes, charset, problems)) {
            return null;
        }
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    }

    private static boolean isAllText(String file, byte[] bytes, Charset charset, ProblemList problems) {
        CharBuffer chars = CharBuffer.allocate(bytes.length + 1);
        CoderResult result = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(bytes), chars, true);
        chars.flip();
        if (result.isError()) {
            problems.add(
                    endOf(chars, file),
                    "",
                    "found a byte that is not " + charset + ", expected " + charset + " text; save the file as UTF-8");
        }
        return !result.isError();
    }

    private static Charset charset(byte[] bytes) {
        if (bytes.length < 2) {
            return StandardCharsets.UTF_8;
        }
        int mark = (bytes[0] & 0xff) << 8 | bytes[1] & 0xff;
        return mark == 0xfeff
                ? StandardCharsets.UTF_16BE
                : mark == 0xfffe ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_8;
    }

    private static Mark endOf(CharSequence text, String file) {
        int line = 1;
        int column = 1;
        for (int i = 0; i < text.length(); i++) {
            boolean ends = text.charAt(i) == '\n';
            line += ends ? 1 : 0;
            column = ends ? 1 : column + 1;
        }
        return new Mark(file, line, column);
    }
}
