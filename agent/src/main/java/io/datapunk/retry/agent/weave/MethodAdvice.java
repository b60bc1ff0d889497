package io.datapunk.retry.agent.weave;

/** What goes into one method. Immutable. */
final class MethodAdvice {

    /** What the code of the method must tell the engine. */
    enum Advised {
        /** See {@link FailureAdvice}. */
        FAILURE,
        /** See {@link OutcomeAdvice}. */
        OUTCOME,
        /** See {@link AsyncAdvice}. */
        ASYNC
    }

    final int methodId;
    final Advised advised;

    MethodAdvice(int methodId, Advised advised) {
        this.methodId = methodId;
        this.advised = advised;
    }
}
