package io.datapunk.retry.agent.binding;

/** The rule cannot hold for this method; the message says why and what would fit. */
public final class UnfitRuleException extends Exception {
    private static final long serialVersionUID = 1L;

    UnfitRuleException(String message) {
        super(message);
    }
}
