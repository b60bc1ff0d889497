package io.datapunk.retry.call;

import io.datapunk.retry.outcome.AttemptOutcome;
import io.datapunk.retry.outcome.Causes;
import io.datapunk.retry.outcome.Verdict;
import java.util.ConcurrentModificationException;
import java.util.concurrent.CancellationException;

/**
 * What becomes of two failures where the later attempt has failed in a way that no rule names: the caller gets one of
 * them, and the other is suppressed in it. Stateless.
 */
final class LaterFailure {

    /** A failure that holds as many suppressed ones is given no more. */
    static final int MAX_SUPPRESSED = 8;

    private LaterFailure() {}

    /**
     * An attempt is not retried: where it and the one before it have both failed, suppresses one failure in the other.
     *
     * @return whether the failure before stands, and is the call's last outcome again
     */
    static boolean isSetAside(CallRecord record, AttemptOutcome attempt, Verdict verdict) {
        if (record.lastFailed == null || !attempt.failed()) {
            return false;
        }
        Throwable before = record.lastFailed.failure();
        Throwable later = attempt.failure();
        boolean beforeStands = verdict == Verdict.UNNAMED && comesFromCallingTwice(later);
        MethodRetry setup = record.setup();
        try {
            NestedRetryGuard marks = setup.engine().marks();
            if (beforeStands) {
                record.last = record.lastFailed;
                suppress(before, marks.surfaces(before), later);
            } else {
                suppress(later, marks.surfaces(later), before);
            }
            setup.failedOtherwise(before, later, beforeStands);
        } catch (RuntimeException | Error e) { // want of stack or memory: the outcome stands
            setup.engine().problems().report("a failure was not added to the one that the caller gets", e);
        }
        return beforeStands;
    }

    /**
     * Whether it is one that mostly comes from calling a method twice, and not from what the method does: an unchecked
     * exception of the JDK's own, by which it says that an object is used wrongly.
     */
    static boolean comesFromCallingTwice(Throwable later) {
        boolean saysSo = later instanceof IllegalStateException
                || later instanceof NullPointerException
                || later instanceof IllegalArgumentException
                || later instanceof UnsupportedOperationException
                || later instanceof ConcurrentModificationException;
        return saysSo && !(later instanceof CancellationException) && isOfJdk(later.getClass());
    }

    private static boolean isOfJdk(Class<?> type) {
        return type.getClassLoader() == null || type.getName().startsWith("java.");
    }

    /**
     * Suppresses one failure in the other, unless they are linked already, or {@code into} cannot take it.
     *
     * @param isSeenBefore whether {@code into} has been the outcome of an earlier call: an instance that is thrown
     *     again and again would gather the failures of all calls
     */
    static void suppress(Throwable into, boolean isSeenBefore, Throwable other) {
        // The JVM throws the same few OutOfMemoryErrors again and again.
        if (isSeenBefore || into instanceof OutOfMemoryError || isLinked(into, other) || isLinked(other, into)) {
            return;
        }
        if (into.getSuppressed().length < MAX_SUPPRESSED) {
            into.addSuppressed(other);
        }
    }

    /** Whether the other one is this one, one of its causes, or suppressed in one of these. */
    private static boolean isLinked(Throwable failure, Throwable other) {
        Throwable link = failure;
        for (int i = 0; i < Causes.MAX_LINKS && link != null; i++) {
            if (link == other) {
                return true;
            }
            for (Throwable suppressed : link.getSuppressed()) {
                if (suppressed == other) {
                    return true;
                }
            }
            link = Causes.causeOf(link);
        }
        return false;
    }
}
