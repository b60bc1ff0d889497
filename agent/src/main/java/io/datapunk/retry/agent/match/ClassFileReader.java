package io.datapunk.retry.agent.match;

import io.datapunk.retry.agent.match.ClassFile.MethodInfo;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Reads one class file (JVM specification, chapter 4) as far as {@link ClassFile} needs it. Not thread-safe.
 *
 * <p>Damaged input shows itself as an {@link IndexOutOfBoundsException} or {@link IllegalArgumentException}.
 */
final class ClassFileReader {

    private static final int CONSTANT_UTF8 = 1;
    private static final int CONSTANT_LONG = 5;
    private static final int CONSTANT_DOUBLE = 6;

    /** Bytes that follow the tag of each kind of constant but UTF-8; 0: no such kind. */
    private static final int[] CONSTANT_SIZE = {0, 0, 0, 4, 4, 8, 8, 2, 2, 4, 4, 4, 4, 0, 0, 3, 2, 4, 4, 2, 2};

    private static final byte[] CODE = "Code".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] VISIBLE = "RuntimeVisibleAnnotations".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] INVISIBLE = "RuntimeInvisibleAnnotations".getBytes(StandardCharsets.US_ASCII);

    private final byte[] bytes;
    private int at;
    private int[] constants;

    /** Of the constants that were asked for: descriptors and annotations come often. */
    private String[] texts;

    /** Of the class or method whose attributes were read last. */
    private List<String> annotations;

    ClassFileReader(byte[] bytes) {
        this.bytes = bytes;
    }

    ClassFile read(boolean withMembers) {
        if (u4() != 0xCAFEBABE) {
            throw new IllegalArgumentException("not a class file");
        }
        at += 2;
        int majorVersion = u2();
        readConstants();
        int access = u2();
        String name = classNameAt(u2());
        String superName = classNameAt(u2());
        List<String> interfaces = readInterfaces();
        List<MethodInfo> methods = Collections.emptyList();
        annotations = Collections.emptyList();
        if (withMembers) {
            skipFields();
            methods = readMethods();
            annotations = Collections.emptyList();
            readAttributes();
        }
        return new ClassFile(majorVersion, access, name, superName, interfaces, annotations, methods);
    }

    private void readConstants() {
        constants = new int[u2()];
        texts = new String[constants.length];
        for (int i = 1; i < constants.length; i++) {
            int tag = bytes[at++];
            constants[i] = at;
            if (tag == CONSTANT_UTF8) {
                int length = u2();
                at += length;
            } else if (tag < 0 || tag >= CONSTANT_SIZE.length || CONSTANT_SIZE[tag] == 0) {
                throw new IllegalArgumentException("unknown constant of kind " + tag);
            } else {
                at += CONSTANT_SIZE[tag];
                i += tag == CONSTANT_LONG || tag == CONSTANT_DOUBLE ? 1 : 0; // these two count twice
            }
        }
    }

    private List<String> readInterfaces() {
        int count = u2();
        List<String> names = count == 0 ? Collections.<String>emptyList() : new ArrayList<String>(count);
        for (int i = 0; i < count; i++) {
            names.add(classNameAt(u2()));
        }
        return names;
    }

    private void skipFields() {
        for (int left = u2(); left > 0; left--) {
            at += 6;
            for (int attributes = u2(); attributes > 0; attributes--) {
                at += 2;
                int length = u4();
                skip(length);
            }
        }
    }

    private List<MethodInfo> readMethods() {
        int count = u2();
        List<MethodInfo> methods = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int access = u2();
            String name = utf8At(u2());
            String descriptor = utf8At(u2());
            annotations = Collections.emptyList();
            int codeLength = readAttributes();
            methods.add(new MethodInfo(access, name, descriptor, codeLength, annotations));
        }
        return methods;
    }

    /**
     * Reads the attributes of the class or of a method, its {@link #annotations} among them; gives the length of the code, 0
     * where there is none.
     */
    private int readAttributes() {
        int codeLength = 0;
        for (int left = u2(); left > 0; left--) {
            int attribute = u2();
            int length = u4();
            int start = at;
            if (isText(attribute, CODE)) {
                at += 4;
                codeLength = u4();
            } else if (isText(attribute, VISIBLE) || isText(attribute, INVISIBLE)) {
                readAnnotations();
            }
            at = start;
            skip(length);
        }
        return codeLength;
    }

    private void readAnnotations() {
        if (annotations.isEmpty()) {
            annotations = new ArrayList<>(2);
        }
        for (int left = u2(); left > 0; left--) {
            String descriptor = utf8At(u2());
            annotations.add(descriptor.substring(1, descriptor.length() - 1).replace('/', '.'));
            for (int pairs = u2(); pairs > 0; pairs--) {
                at += 2;
                skipElementValue();
            }
        }
    }

    /** JVM specification, 4.7.16.1. */
    private void skipElementValue() {
        int tag = bytes[at++];
        switch (tag) {
            case 'e':
                at += 4;
                break;
            case '@':
                at += 2;
                for (int pairs = u2(); pairs > 0; pairs--) {
                    at += 2;
                    skipElementValue();
                }
                break;
            case '[':
                for (int values = u2(); values > 0; values--) {
                    skipElementValue();
                }
                break;
            default:
                at += 2;
        }
    }

    private void skip(int length) {
        if (length < 0 || length > bytes.length - at) {
            throw new IndexOutOfBoundsException("an attribute ends past the class file");
        }
        at += length;
    }

    private String classNameAt(int constant) {
        if (constant == 0) {
            return null;
        }
        int offset = constants[constant];
        return utf8At(u2At(offset));
    }

    private String utf8At(int constant) {
        if (texts[constant] == null) {
            texts[constant] = textAt(constants[constant]);
        }
        return texts[constant];
    }

    private String textAt(int offset) {
        int length = u2At(offset);
        for (int i = 0; i < length; i++) {
            if (bytes[offset + 2 + i] < 0) {
                return modifiedUtf8At(offset);
            }
        }
        return new String(bytes, offset + 2, length, StandardCharsets.ISO_8859_1);
    }

    /** Without making a text of the constant: most attributes are of no interest. */
    private boolean isText(int constant, byte[] expected) {
        int offset = constants[constant];
        if (u2At(offset) != expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if (bytes[offset + 2 + i] != expected[i]) {
                return false;
            }
        }
        return true;
    }

    private String modifiedUtf8At(int offset) {
        try {
            return new DataInputStream(new ByteArrayInputStream(bytes, offset, bytes.length - offset)).readUTF();
        } catch (IOException e) {
            throw new IllegalArgumentException("damaged text in the constant pool", e);
        }
    }

    private int u2() {
        int value = u2At(at);
        at += 2;
        return value;
    }

    private int u4() {
        int value = u2At(at) << 16 | u2At(at + 2);
        at += 4;
        return value;
    }

    private int u2At(int offset) {
        return (bytes[offset] & 0xFF) << 8 | bytes[offset + 1] & 0xFF;
    }
}
