package io.datapunk.retry.agent.classfile;

/**
 * What a future or stream carries, read from a method's generic signature (JVM specification, 4.7.9.1): the erasure of
 * the first type argument of its return type. Stateless.
 */
final class CarriedType {

    private CarriedType() {}

    /**
     * The type that the result of a method carries.
     *
     * @param signature as class files have it
     * @return as people write it; {@code null} where it is not said: no argument, a wildcard without a bound above, a
     *     type variable
     */
    static String typeIn(String signature) {
        int result = signature.lastIndexOf(')') + 1;
        int argument = signature.indexOf('<', result) + 1;
        if (result == 0 || argument == 0 || argument >= signature.length()) {
            return null;
        }
        int begin = signature.charAt(argument) == '+' ? argument + 1 : argument;
        int type = begin;
        while (signature.charAt(type) == '[') {
            type++;
        }
        if (type > begin) {
            return arrayOf(signature, type, type - begin);
        }
        return signature.charAt(type) == 'L' ? className(signature, type) : null;
    }

    private static String arrayOf(String signature, int type, int dimensions) {
        String element = signature.charAt(type) == 'L' ? className(signature, type) : "java.lang.Object";
        StringBuilder array = new StringBuilder(element == null ? "java.lang.Object" : element);
        for (int i = 0; i < dimensions; i++) {
            array.append("[]");
        }
        return array.toString();
    }

    private static String className(String signature, int type) {
        int end = type;
        while (signature.charAt(end) != ';' && signature.charAt(end) != '<') {
            end++;
        }
        String name = signature.substring(type + 1, end).replace('/', '.');
        if (signature.charAt(end) == ';') {
            return name;
        }
        int open = 0;
        int at = end;
        do {
            open += signature.charAt(at) == '<' ? 1 : signature.charAt(at) == '>' ? -1 : 0;
            at++;
        } while (open > 0);
        return signature.charAt(at) == ';' ? name : null; // an inner class of a generic one
    }
}
