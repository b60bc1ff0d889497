package io.datapunk.retry.agent.match;

import io.datapunk.retry.agent.match.ClassFile.MethodInfo;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
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

    private final byte[] bytes;
    private int at;
    private int[] constants;

    ClassFileReader(byte[] bytes) {
        this.bytes = bytes;
    }

    ClassFile read() {
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
        skipFields();
        List<MethodInfo> methods = readMethods();
        List<String> annotations = new ArrayList<>(2);
        readAttributes(annotations);
        return new ClassFile(majorVersion, access, name, superName, interfaces, annotations, methods);
    }

    private void readConstants() {
        constants = new int[u2()];
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
            List<String> annotations = new ArrayList<>(0);
            int codeLength = readAttributes(annotations);
            methods.add(new MethodInfo(access, name, descriptor, codeLength, annotations));
        }
        return methods;
    }

    /** Reads the attributes of the class or of a method; gives the length of the code, 0 where there is none. */
    private int readAttributes(List<String> annotations) {
        int codeLength = 0;
        for (int left = u2(); left > 0; left--) {
            String attribute = utf8At(u2());
            int length = u4();
            int start = at;
            if (attribute.equals("Code")) {
                at += 4;
                codeLength = u4();
            } else if (attribute.equals("RuntimeVisibleAnnotations")
                    || attribute.equals("RuntimeInvisibleAnnotations")) {
                readAnnotations(annotations);
            }
            at = start;
            skip(length);
        }
        return codeLength;
    }

    private void readAnnotations(List<String> into) {
        for (int left = u2(); left > 0; left--) {
            String descriptor = utf8At(u2());
            into.add(descriptor.substring(1, descriptor.length() - 1).replace('/', '.'));
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
        int offset = constants[constant];
        int length = u2At(offset);
        char[] chars = new char[length];
        for (int i = 0; i < length; i++) {
            byte b = bytes[offset + 2 + i];
            if (b < 0) {
                return modifiedUtf8At(offset);
            }
            chars[i] = (char) b;
        }
        return new String(chars);
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
