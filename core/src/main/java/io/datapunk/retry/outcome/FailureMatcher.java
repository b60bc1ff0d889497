package io.datapunk.retry.outcome;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Tells failures by class name, message, SQL state, status or a property; all that is given must hold for one failure,
 * or, with {@code inCauses}, for it or one of its causes. Immutable and thread-safe.
 */
public final class FailureMatcher {

    private final String exception;
    private final Pattern message;
    private final List<String> sqlStates;
    private final Condition condition;
    private final PropertyPath property;
    private final boolean inCauses;
    private final boolean asksForStatus;

    private FailureMatcher(Builder builder, Condition condition) {
        this.exception = builder.exception;
        this.message = builder.message;
        this.sqlStates = builder.sqlStates;
        this.condition = condition;
        this.property = builder.property;
        this.inCauses = builder.inCauses;
        this.asksForStatus = builder.status != null;
    }

    /** Failures of a class; subclasses count, and classes that implement it. */
    public static FailureMatcher of(String className) {
        return builder().exception(className).build();
    }

    /** As {@link #of(String)}: the class is known by its name and is not held. */
    public static FailureMatcher of(Class<? extends Throwable> type) {
        return of(type.getName());
    }

    /** A builder of a matcher with more to it. */
    public static Builder builder() {
        return new Builder();
    }

    /** Its class name where that is all it asks for; else {@code null}. */
    String plainClassName() {
        return message == null && sqlStates.isEmpty() && condition == null && !inCauses ? exception : null;
    }

    /** The class name that it names; {@code null}: any. */
    public String exception() {
        return exception;
    }

    boolean looksAtReceiverOrArguments() {
        return property != null && property.startsAtReceiverOrArgument();
    }

    /** Whether it asks for the status of such a failure, does not say where that is, and nobody knows. */
    boolean asksForUnknownStatusOf(Throwable failure) {
        return asksForStatus && property == null && isOfClass(failure) && !HttpResponses.knowsStatusOf(failure);
    }

    /**
     * Whether it names the failure of the attempt, or one of its causes.
     *
     * @param problems is told a failure whose own methods throw; its class alone counts then
     * @throws UnreadablePropertyException where its property cannot be read, and no cause that counts matches
     */
    FailureSet.Named matches(AttemptOutcome attempt, ErrorReporter problems) {
        UnreadablePropertyException unreadable = null;
        Throwable link = attempt.failure();
        int links = inCauses ? Causes.MAX_LINKS : 1;
        for (int i = 0; i < links && link != null; i++) {
            try {
                if (matches(link, attempt, problems)) {
                    return i == 0 ? FailureSet.Named.FAILURE : FailureSet.Named.CAUSE;
                }
            } catch (UnreadablePropertyException e) {
                unreadable = unreadable == null ? e : unreadable; // a cause may have what the failure lacks
            }
            link = Causes.causeOf(link);
        }
        if (unreadable != null) {
            throw unreadable;
        }
        return FailureSet.Named.NOTHING;
    }

    private boolean matches(Throwable failure, AttemptOutcome attempt, ErrorReporter problems) {
        if (!isOfClass(failure)) {
            return false;
        }
        if (message != null && !hasMessage(failure, problems)) {
            return false;
        }
        if (!sqlStates.isEmpty() && !SqlStates.anyMatches(failure, sqlStates)) {
            return false;
        }
        if (exception == null && asksForUnknownStatusOf(failure)) {
            return false; // it was meant for others
        }
        return condition == null || condition.holds(valueOf(failure, attempt));
    }

    private boolean isOfClass(Throwable failure) {
        return exception == null || TypeNames.isOrExtends(failure.getClass(), exception);
    }

    /** A message that cannot be read decides nothing: then the class alone counts, where one is given. */
    @SuppressWarnings("removal") // ThreadDeath: still thrown on the JVMs that legacy jars run on
    private boolean hasMessage(Throwable failure, ErrorReporter problems) {
        String text;
        try {
            text = failure.getMessage();
        } catch (ThreadDeath | OutOfMemoryError e) {
            throw e;
        } catch (Throwable ofForeignCode) {
            problems.report(
                    "the message of " + failure.getClass().getName()
                            + " cannot be read, so its class alone counts: it threw "
                            + ofForeignCode.getClass().getName(),
                    ofForeignCode);
            return exception != null;
        }
        return text != null && Condition.finds(message, text);
    }

    private Object valueOf(Throwable failure, AttemptOutcome attempt) {
        if (property == null) {
            return failure;
        }
        return property.startsAtReceiverOrArgument() ? property.read(attempt) : property.readFrom(failure);
    }

    @Override
    public String toString() {
        return (exception == null ? "any failure" : exception)
                + (message == null ? "" : ", message " + message)
                + (sqlStates.isEmpty() ? "" : ", sql-state " + sqlStates)
                + (property == null ? "" : ", " + property)
                + (condition == null ? "" : " " + condition)
                + (inCauses ? ", in causes" : "");
    }

    /** Collects a matcher. Not thread-safe. */
    public static final class Builder {
        private String exception;
        private Pattern message;
        private List<String> sqlStates = Collections.emptyList();
        private StatusCodes status;
        private PropertyPath property;
        private List<?> in;
        private Pattern matches;
        private boolean inCauses;

        private Builder() {}

        /** Binary name of a class or interface. */
        public Builder exception(String className) {
            this.exception = className;
            return this;
        }

        /** Found somewhere in the message. */
        public Builder message(Pattern pattern) {
            this.message = pattern;
            return this;
        }

        /** SQL states, exact ({@code 40001}) or by how they begin ({@code 08*}). */
        public Builder sqlStates(List<String> states) {
            this.sqlStates = Collections.unmodifiableList(new ArrayList<>(states));
            return this;
        }

        /** Status codes, of {@code property} where given, else as the usual HTTP exceptions have them. */
        public Builder status(StatusCodes codes) {
            this.status = codes;
            return this;
        }

        /** A property of the failure, the receiver or an argument. */
        public Builder property(PropertyPath path) {
            this.property = path;
            return this;
        }

        /** Values that the property may have. */
        public Builder in(List<?> values) {
            this.in = values;
            return this;
        }

        /** Found in the property's text. */
        public Builder matches(Pattern pattern) {
            this.matches = pattern;
            return this;
        }

        /** Whether causes are looked at too. */
        public Builder inCauses(boolean value) {
            this.inCauses = value;
            return this;
        }

        /**
         * The matcher.
         *
         * @throws IllegalArgumentException where nothing is asked for, or a property without what it should be
         */
        public FailureMatcher build() {
            int conditions = (status == null ? 0 : 1) + (in == null ? 0 : 1) + (matches == null ? 0 : 1);
            if (conditions > 1) {
                throw new IllegalArgumentException("status, in and matches exclude each other: give one of them");
            }
            if (property != null && conditions == 0) {
                throw new IllegalArgumentException(
                        "property " + property + " needs status, in or matches: what should it be?");
            }
            if (property == null && (in != null || matches != null)) {
                throw new IllegalArgumentException(
                        (in != null ? "in" : "matches") + " needs property: what should be looked at?");
            }
            if (exception == null && message == null && sqlStates.isEmpty() && conditions == 0) {
                throw new IllegalArgumentException(
                        "one of exception, message, sql-state, status and property must be given");
            }
            return new FailureMatcher(this, condition());
        }

        private Condition condition() {
            if (status != null) {
                return Condition.status(status, property == null);
            }
            if (in != null) {
                return Condition.in(in);
            }
            return matches == null ? null : Condition.matches(matches);
        }
    }
}
