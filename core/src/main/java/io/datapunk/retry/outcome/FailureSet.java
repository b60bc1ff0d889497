package io.datapunk.retry.outcome;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Matchers of failures: those that are only a class name are found by hash. Immutable. */
final class FailureSet {

    /** What of a failure the matchers name. */
    enum Named {
        NOTHING,
        FAILURE,
        CAUSE
    }

    private final List<FailureMatcher> matchers;
    private final Set<String> plainNames = new HashSet<>();
    private final List<FailureMatcher> others = new ArrayList<>();

    FailureSet(List<FailureMatcher> matchers) {
        this.matchers = Collections.unmodifiableList(new ArrayList<>(matchers));
        for (FailureMatcher matcher : matchers) {
            String name = matcher.plainClassName();
            if (name != null) {
                plainNames.add(name);
            } else {
                others.add(matcher);
            }
        }
    }

    /** All of them, in order. */
    List<FailureMatcher> matchers() {
        return matchers;
    }

    /**
     * What of the attempt's failure one of them names. Where one names the failure itself and another only a cause, it
     * is the failure.
     *
     * @param ownClassOnly an Error is retried only where its own class, or a superclass below Throwable, is named
     */
    Named names(AttemptOutcome attempt, boolean ownClassOnly, ErrorReporter problems) {
        Throwable failure = attempt.failure();
        if (!plainNames.isEmpty() && namesClass(failure.getClass(), ownClassOnly)) {
            return Named.FAILURE;
        }
        Named found = Named.NOTHING;
        for (int i = 0; i < others.size() && found != Named.FAILURE; i++) {
            FailureMatcher matcher = others.get(i);
            if (!ownClassOnly || TypeNames.extendsBelowThrowable(failure.getClass(), matcher.exception())) {
                Named here = namedBy(matcher, attempt, problems);
                found = here == Named.NOTHING ? found : here;
            }
        }
        return found;
    }

    private static Named namedBy(FailureMatcher matcher, AttemptOutcome attempt, ErrorReporter problems) {
        try {
            return matcher.matches(attempt, problems);
        } catch (UnreadablePropertyException e) {
            e.reportTo(problems, "a matcher of failures does not match: ");
        } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
            problems.report(
                    "a matcher of failures does not match: " + matcher + " failed with "
                            + e.getClass().getName(),
                    e);
        }
        return Named.NOTHING;
    }

    /** Whether one of them names a cause of the attempt's failure, as if that had been thrown. */
    boolean namesCause(AttemptOutcome attempt, ErrorReporter problems) {
        if (isEmpty()) {
            return false;
        }
        Throwable link = Causes.causeOf(attempt.failure());
        for (int i = 1; i < Causes.MAX_LINKS && link != null; i++) {
            if (names(attempt.butFailedWith(link), false, problems) != Named.NOTHING) {
                return true;
            }
            link = Causes.causeOf(link);
        }
        return false;
    }

    /** Whether one of them asks for this very class, and names the failure of the attempt. */
    boolean namesExactly(AttemptOutcome attempt, String className, ErrorReporter problems) {
        if (plainNames.contains(className)) {
            return true;
        }
        for (FailureMatcher matcher : others) {
            if (className.equals(matcher.exception()) && namedBy(matcher, attempt, problems) == Named.FAILURE) {
                return true;
            }
        }
        return false;
    }

    private boolean namesClass(Class<?> type, boolean ownClassOnly) {
        for (Class<?> link = type; link != Object.class; link = link.getSuperclass()) {
            if (plainNames.contains(link.getName())) {
                return !(ownClassOnly && link == Throwable.class);
            }
            for (Class<?> implemented : link.getInterfaces()) {
                if (!ownClassOnly && namesInterface(implemented)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean namesInterface(Class<?> type) {
        if (plainNames.contains(type.getName())) {
            return true;
        }
        for (Class<?> extended : type.getInterfaces()) {
            if (namesInterface(extended)) {
                return true;
            }
        }
        return false;
    }

    boolean isEmpty() {
        return plainNames.isEmpty() && others.isEmpty();
    }

    boolean looksAtReceiverOrArguments() {
        for (FailureMatcher matcher : others) {
            if (matcher.looksAtReceiverOrArguments()) {
                return true;
            }
        }
        return false;
    }

    /** Whether one of them asks for the failure's status, and where that is cannot be told. */
    boolean asksForUnknownStatusOf(Throwable failure) {
        for (FailureMatcher matcher : others) {
            if (matcher.asksForUnknownStatusOf(failure)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return plainNames + (others.isEmpty() ? "" : " " + others);
    }
}
