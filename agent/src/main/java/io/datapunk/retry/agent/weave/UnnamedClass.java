package io.datapunk.retry.agent.weave;

import io.datapunk.retry.agent.match.ClassFile;

/**
 * The name of a class that its loader defines without giving one, as {@code defineClass(null, bytes, 0, length)} does: the JVM then
 * gives transformers none, though the class file has it. Stateless.
 */
final class UnnamedClass {

    /**
     * On Java 8 the JVM also shows the classes that have no name for anybody, lambdas among them, and patches their constants by
     * their places: they are not to be written anew, and nothing tells them from the others. Later versions do not show them.
     */
    private static final boolean MAY_BE_HIDDEN =
            System.getProperty("java.specification.version", "1.8").startsWith("1.");

    private UnnamedClass() {}

    /** The name in the class file; {@code null} where the class is to be left alone. */
    static String nameIn(byte[] bytes) {
        if (MAY_BE_HIDDEN) {
            return null;
        }
        try {
            return ClassFile.open(bytes).name();
        } catch (RuntimeException e) {
            return null; // not a class file: the JVM will say so
        }
    }
}
