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

    /** The value to return, a {@link LateValue} as it is; {@code null} also where nothing is returned. */
    public Object value() {
        return value;
    }

    /**
     * The value that the caller gets; {@code null} also where nothing is returned.
     *
     * @throws NoValueException where it is a {@link LateValue} that cannot be had: the failure is thrown instead
     */
    public Object valueNow() throws NoValueException {
        return value instanceof LateValue ? ((LateValue) value).get() : value;
    }

    /** A value that can be had only when it is needed. Thread-safe. */
    public interface LateValue {
        /** The value. */
        Object get() throws NoValueException;
    }

    /** There is no such value. */
    public static final class NoValueException extends Exception {
        private static final long serialVersionUID = 1L;

        /**
         * For this reason.
         *
         * @param cause {@code null}: there is nothing more to say
         */
        public NoValueException(Throwable cause) {
            super(cause);
        }
    }

    @Override
    public String toString() {
        return returnsValue() ? "return " + value : name;
    }
}
