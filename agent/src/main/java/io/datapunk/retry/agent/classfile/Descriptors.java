package io.datapunk.retry.agent.classfile;

import java.util.ArrayList;
import java.util.List;

/** Turns the descriptors of class files into types as people write them. Stateless. */
public final class Descriptors {

    private Descriptors() {}

    /** Name and parameters of a method: {@code charge(java.lang.String, long)}. */
    public static String signature(String name, String descriptor) {
        List<String> parameterTypes = new ArrayList<>(4);
        parameterTypes(descriptor, parameterTypes);
        StringBuilder text = new StringBuilder(name).append('(');
        for (int i = 0; i < parameterTypes.size(); i++) {
            text.append(i == 0 ? "" : ", ").append(parameterTypes.get(i));
        }
        return text.append(')').toString();
    }

    static void parameterTypes(String descriptor, List<String> into) {
        int end = descriptor.indexOf(')');
        for (int at = 1; at < end; at = endOfType(descriptor, at)) {
            into.add(typeAt(descriptor, at));
        }
    }

    /** The return type of a method; {@code void} for none. */
    public static String returnType(String descriptor) {
        return typeAt(descriptor, descriptor.indexOf(')') + 1);
    }

    /**
     * Whether a bridge of this descriptor may call a method of the other: as many parameters, and primitives are the
     * same.
     */
    static boolean mayBridge(String bridge, String to) {
        int end = bridge.indexOf(')');
        int at = 1;
        int other = 1;
        while (at < end && to.charAt(other) != ')') {
            int next = endOfType(bridge, at);
            int otherNext = endOfType(to, other);
            boolean bothReferences = isReference(bridge, at) && isReference(to, other);
            if (!bothReferences && !bridge.regionMatches(at, to, other, Math.max(next - at, otherNext - other))) {
                return false;
            }
            at = next;
            other = otherNext;
        }
        return at == end && to.charAt(other) == ')' && !bridge.equals(to);
    }

    private static boolean isReference(String descriptor, int at) {
        return descriptor.charAt(at) == 'L' || descriptor.charAt(at) == '[';
    }

    private static int endOfType(String descriptor, int start) {
        int at = start;
        while (descriptor.charAt(at) == '[') {
            at++;
        }
        return descriptor.charAt(at) == 'L' ? descriptor.indexOf(';', at) + 1 : at + 1;
    }

    private static String typeAt(String descriptor, int start) {
        int dimensions = 0;
        while (descriptor.charAt(start + dimensions) == '[') {
            dimensions++;
        }
        int at = start + dimensions;
        char kind = descriptor.charAt(at);
        StringBuilder type = new StringBuilder(
                kind == 'L'
                        ? descriptor
                                .substring(at + 1, descriptor.indexOf(';', at))
                                .replace('/', '.')
                        : primitive(kind));
        for (int i = 0; i < dimensions; i++) {
            type.append("[]");
        }
        return type.toString();
    }

    private static String primitive(char kind) {
        switch (kind) {
            case 'Z':
                return "boolean";
            case 'B':
                return "byte";
            case 'C':
                return "char";
            case 'S':
                return "short";
            case 'I':
                return "int";
            case 'J':
                return "long";
            case 'F':
                return "float";
            case 'D':
                return "double";
            case 'V':
                return "void";
            default:
                throw new IllegalArgumentException("no type begins with " + kind);
        }
    }
}
