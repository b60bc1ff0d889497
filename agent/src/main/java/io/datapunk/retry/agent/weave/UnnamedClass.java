package io.datapunk.retry.agent.weave;

import io.datapunk.retry.agent.classfile.ClassFile;

/**
 * The name of a class that its loader defines without giving one, as {@code defineClass(null, bytes, 0, length)} does:
 * the JVM then gives transformers none, though the class file has it. Stateless.
 */
final class UnnamedClass {

    /** Why such a class is left alone; {@code null} where it is not. */
    static final String REASON =
            System.getProperty("java.specification.version", "1.8").startsWith("1.")
                    ? "its class was defined without a name, and Java 8 shows classes so that it hides and that "
                            + "may not be written anew"
                    : null;

    /** What the compiler's and the JVM's own classes without a name are called. */
    private static final String[] OF_JVM = {"$$Lambda$", "java/lang/invoke/"};

    private UnnamedClass() {}

    /** The name in the class file; {@code null} where the class is the JVM's own, or no class file. */
    static String nameIn(byte[] bytes) {
        try {
            String name = ClassFile.open(bytes).name();
            for (String part : OF_JVM) {
                if (name.contains(part)) {
                    return null;
                }
            }
            return name;
        } catch (RuntimeException e) {
            return null; // the JVM will say so
        }
    }
}
