package io.datapunk.retry.agent.weave;

import java.util.Map;

/** Puts advice into the methods of one class. Thread-safe. */
interface Weaver {

    /**
     * Weaves.
     *
     * @param className binary name
     * @param bytes the class file as it is
     * @param methods the methods to weave, by name and descriptor, such as {@code charge(J)V}
     * @return the woven class file
     * @throws RuntimeException or an error where the class cannot be woven; it is then left alone
     */
    byte[] weave(String className, byte[] bytes, Map<String, WovenMethod> methods);

    /** What goes into one method. Immutable. */
    final class WovenMethod {
        final int site;
        final boolean looksAtOutcome;

        WovenMethod(int site, boolean looksAtOutcome) {
            this.site = site;
            this.looksAtOutcome = looksAtOutcome;
        }
    }
}
