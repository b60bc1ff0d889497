package io.datapunk.retry.policy;

/**
 * What the caller gets when a call ends without success although its last outcome was worth a retry: no attempts left,
 * no time left, no budget, or a breaker that opened on the way.
 *
 * <p>Immutable and thread-safe.
 */
public final class OnExhausted {

    /** The last failure as it was thrown, untouched; or the last result. */
    public static final OnExhausted RETHROW = new OnExhausted("rethrow", null);

    /** A {@code RetryExhaustedException} (or {@code RetryTimeoutException}) around the last failure. */
    public static final OnExhausted WRAP = new OnExhausted("wrap", null);

    private final String name;
    private final Object value;

    private OnExhausted(String name, Object value) {
        this.name = name;
        this.value = value;
    }

    /**
     * A value to return in place of the failure.
     *
     * @param value what the caller gets, {@code null} included; it must fit the return type of the call
     */
    public static OnExhausted returning(Object value) {
        return new OnExhausted("return", value);
    }

    /** Whether {@link #value()} is returned. */
    public boolean returnsValue() {
        return this != RETHROW && this != WRAP;
    }

    /** The value to return; {@code null} also where nothing is returned. */
    public Object value() {
        return value;
    }

    @Override
    public String toString() {
        return returnsValue() ? "return " + value : name;
    }
}
