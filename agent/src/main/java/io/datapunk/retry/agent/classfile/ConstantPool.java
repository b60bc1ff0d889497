package io.datapunk.retry.agent.classfile;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The constants of a class file (JVM specification, 4.4). Texts are made when they are asked for. Not thread-safe.
 *
 * <p>Damaged input shows itself as an {@link IndexOutOfBoundsException} or {@link IllegalArgumentException}.
 */
public final class ConstantPool {

    private static final int MAGIC = 0xCAFEBABE;
    private static final int COUNT = 8;

    /** Where in a class file the first constant begins. */
    public static final int START = 10;

    /** Tag of a text. */
    public static final int UTF8 = 1;

    private static final int LONG = 5;
    private static final int DOUBLE = 6;

    /** Bytes that follow the tag of each kind of constant but UTF-8; 0: no such kind. */
    private static final int[] SIZE = {0, 0, 0, 4, 4, 8, 8, 2, 2, 4, 4, 4, 4, 0, 0, 3, 2, 4, 4, 2, 2};

    private final byte[] bytes;

    /** Where each begins, after its tag; 0 for the place after a constant that counts twice. */
    private final int[] offsets;

    private final int end;

    /** Of the constants that were asked for: descriptors and annotations come often. */
    private String[] texts;

    ConstantPool(byte[] classFile) {
        bytes = classFile;
        offsets = new int[count(classFile)];
        int at = START;
        for (int i = 1; i < offsets.length; i++) {
            offsets[i] = at + 1;
            int tag = bytes[at];
            at = after(bytes, at);
            i += places(tag) - 1;
        }
        end = at;
    }

    /** How many constants there are, the one of index 0 that does not exist included. */
    int count() {
        return offsets.length;
    }

    /** How many constants a class file says that it has, the one of index 0 that does not exist included. */
    public static int count(byte[] classFile) {
        if (u2(classFile, 0) != MAGIC >>> 16 || u2(classFile, 2) != (MAGIC & 0xFFFF)) {
            throw new IllegalArgumentException("not a class file");
        }
        return u2(classFile, COUNT);
    }

    /** Where the constant ends that begins with its tag there. */
    public static int after(byte[] classFile, int at) {
        int tag = classFile[at];
        if (tag == UTF8) {
            return at + 3 + u2(classFile, at + 1);
        }
        if (tag < 0 || tag >= SIZE.length || SIZE[tag] == 0) {
            throw new IllegalArgumentException("unknown constant of kind " + tag);
        }
        return at + 1 + SIZE[tag];
    }

    /** How many indices a constant of this kind takes. */
    public static int places(int tag) {
        return tag == LONG || tag == DOUBLE ? 2 : 1;
    }

    /** Where in the class file the constants end. */
    int end() {
        return end;
    }

    /** The name of a class constant; {@code null} for constant 0. */
    String className(int constant) {
        return constant == 0 ? null : utf8(u2(offsets[constant]));
    }

    String utf8(int constant) {
        if (texts == null) {
            texts = new String[offsets.length];
        }
        if (texts[constant] == null) {
            texts[constant] = textAt(offsets[constant]);
        }
        return texts[constant];
    }

    private String textAt(int offset) {
        int length = u2(offset);
        for (int i = 0; i < length; i++) {
            if (bytes[offset + 2 + i] < 0) {
                return modifiedUtf8At(offset);
            }
        }
        return new String(bytes, offset + 2, length, StandardCharsets.ISO_8859_1);
    }

    private String modifiedUtf8At(int offset) {
        try {
            return new DataInputStream(new ByteArrayInputStream(bytes, offset, bytes.length - offset)).readUTF();
        } catch (IOException e) {
            throw new IllegalArgumentException("damaged text in the constant pool", e);
        }
    }

    /** Whether a text has just these bytes; no text is made of it. */
    boolean isText(int constant, byte[] expected) {
        int start = offsets[constant] + 2;
        if (u2(start - 2) != expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if (bytes[start + i] != expected[i]) {
                return false;
            }
        }
        return true;
    }

    private int u2(int offset) {
        return u2(bytes, offset);
    }

    /** Two bytes of a class file as a number without sign. */
    public static int u2(byte[] bytes, int offset) {
        return (bytes[offset] & 0xFF) << 8 | bytes[offset + 1] & 0xFF;
    }
}
