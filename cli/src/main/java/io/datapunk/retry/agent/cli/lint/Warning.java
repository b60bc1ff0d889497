package io.datapunk.retry.agent.cli.lint;

import io.datapunk.retry.agent.rules.WarningId;

/** Something that works but is likely a mistake: what, where, why, and what to do. Immutable. */
public final class Warning {

    private final WarningId id;
    private final String rule;
    private final String method;
    private final String message;

    /**
     * A warning.
     *
     * @param method as people write it; {@code null}: it is about the rule, and no single method
     */
    public Warning(WarningId id, String rule, String method, String message) {
        this.id = id;
        this.rule = rule;
        this.method = method;
        this.message = message;
    }

    /** Its kind. */
    public WarningId id() {
        return id;
    }

    /** Name of the rule. */
    public String rule() {
        return rule;
    }

    /** The method, such as {@code com.acme.PaymentClient.charge(long)}; {@code null}: no single one. */
    public String method() {
        return method;
    }

    /** One line for people, without the id. */
    public String message() {
        return message;
    }

    @Override
    public String toString() {
        return message + " [" + id.text() + "]";
    }
}
