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

    /** What a method needs. */
    enum Advised {
        /** {@link FailureAdvice}. */
        FAILURE,
        /** {@link OutcomeAdvice}. */
        OUTCOME,
        /** {@link AsyncAdvice}. */
        ASYNC
    }

    /** What goes into one method. Immutable. */
    final class WovenMethod {
        final int site;
        final Advised advised;

        WovenMethod(int site, Advised advised) {
            this.site = site;
            this.advised = advised;
        }
    }
}
