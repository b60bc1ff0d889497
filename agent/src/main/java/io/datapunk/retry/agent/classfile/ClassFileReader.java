package io.datapunk.retry.agent.classfile;

import io.datapunk.retry.agent.asynctype.AsyncTypes;
import io.datapunk.retry.agent.classfile.MethodInfo.Code;
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

    private static final int MAJOR_VERSION = 6;
    private static final byte[] CODE = "Code".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SIGNATURE = "Signature".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] VISIBLE = "RuntimeVisibleAnnotations".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] INVISIBLE = "RuntimeInvisibleAnnotations".getBytes(StandardCharsets.US_ASCII);

    private final byte[] bytes;
    private final ConstantPool constants;
    private int at;

    /** Where the fields begin. */
    private int members;

    /** Of the class or method whose attributes were read last. */
    private List<String> annotations;

    /** Likewise, as an index of the constants; 0 where there is none. */
    private int signature;

    /** Of the method whose attributes were read last. */
    private Code code;

    ClassFileReader(byte[] bytes) {
        this.bytes = bytes;
        this.constants = new ConstantPool(bytes);
    }

    /** The first of the steps, which follow each other: up to the interfaces. */
    ClassFile read() {
        int majorVersion = ConstantPool.u2(bytes, MAJOR_VERSION);
        at = constants.end();
        int access = u2();
        String name = constants.className(u2());
        if (name == null) {
            throw new IllegalArgumentException("the class file has no name");
        }
        String superName = constants.className(u2());
        List<String> interfaces = readInterfaces();
        members = at;
        return new ClassFile(majorVersion, access, name, superName, interfaces, constants.count(), this);
    }

    private List<String> readInterfaces() {
        int count = u2();
        List<String> names = count == 0 ? Collections.<String>emptyList() : new ArrayList<String>(count);
        for (int i = 0; i < count; i++) {
            names.add(constants.className(u2()));
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

    /** The second step. */
    List<MethodInfo> readMethods() {
        at = members;
        skipFields();
        int count = u2();
        List<MethodInfo> methods = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int access = u2();
            String name = constants.utf8(u2());
            String descriptor = constants.utf8(u2());
            annotations = Collections.emptyList();
            signature = 0;
            code = Code.NONE;
            readAttributes();
            methods.add(new MethodInfo(access, name, descriptor, code, annotations, carried(descriptor)));
        }
        return methods;
    }

    /** What the method's result carries, if it is followed and says so. */
    private String carried(String descriptor) {
        return signature != 0 && AsyncTypes.isFollowed(Descriptors.returnType(descriptor))
                ? CarriedType.typeIn(constants.utf8(signature))
                : null;
    }

    /** The last step: binary names of the class's own annotations. */
    List<String> readClassAnnotations() {
        annotations = Collections.emptyList();
        readAttributes();
        return annotations;
    }

    /** Reads the attributes of the class or of a method, its {@link #annotations} and its {@link #code} among them. */
    private void readAttributes() {
        for (int left = u2(); left > 0; left--) {
            int attribute = u2();
            int length = u4();
            int start = at;
            if (constants.isText(attribute, CODE)) {
                int maxStack = u2();
                int maxLocals = u2();
                int codeLength = u4();
                skip(codeLength);
                code = new Code(codeLength, maxStack, maxLocals, u2());
            } else if (constants.isText(attribute, SIGNATURE)) {
                signature = u2();
            } else if (constants.isText(attribute, VISIBLE) || constants.isText(attribute, INVISIBLE)) {
                readAnnotations();
            }
            at = start;
            skip(length);
        }
    }

    private void readAnnotations() {
        if (annotations.isEmpty()) {
            annotations = new ArrayList<>(2);
        }
        for (int left = u2(); left > 0; left--) {
            String descriptor = constants.utf8(u2());
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

    private int u2() {
        int value = ConstantPool.u2(bytes, at);
        at += 2;
        return value;
    }

    private int u4() {
        int value = ConstantPool.u2(bytes, at) << 16 | ConstantPool.u2(bytes, at + 2);
        at += 4;
        return value;
    }
}
