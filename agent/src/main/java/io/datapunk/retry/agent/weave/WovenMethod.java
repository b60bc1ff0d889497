package io.datapunk.retry.agent.weave;

/** What goes into one method. Immutable. */
final class WovenMethod {

    /** What the code of the method must tell the engine. */
    enum Advised {
        /** See {@link FailureAdvice}. */
        FAILURE,
        /** See {@link OutcomeAdvice}. */
        OUTCOME,
        /** See {@link AsyncAdvice}. */
        ASYNC
    }

    final int site;
    final Advised advised;

    WovenMethod(int site, Advised advised) {
        this.site = site;
        this.advised = advised;
    }
}
