package io.datapunk.retry.agent.weave;

import net.bytebuddy.asm.Advice;

/**
 * Advice for methods whose rule looks at failures alone. Its code is copied into them; it is never called.
 *
 * <p>Entered once; the body between is repeated as long as the exit answers {@code true}, each time with the parameters
 * that the caller gave.
 */
@SuppressWarnings({"UnusedVariable", "ParameterCanBeLocal"}) // assignments are what the advice does
final class FailureAdvice {

    private FailureAdvice() {}

    @Advice.OnMethodEnter(suppress = Throwable.class)
    static void enter(
            @SiteId int site,
            @Advice.Local("state") Object state,
            @Advice.Local("sequence") long sequence,
            @Advice.Local("started") long started) {
        state = DatapunkRetryHook.begin(site);
        sequence = DatapunkRetryHook.sequence();
        started = DatapunkRetryHook.started(state);
    }

    @Advice.OnMethodExit(
            onThrowable = Throwable.class,
            repeatOn = Advice.OnNonDefaultValue.class,
            backupArguments = true,
            suppress = Throwable.class)
    static boolean exit(
            @Advice.Local("state") Object state,
            @Advice.Local("sequence") long sequence,
            @Advice.Local("started") long started,
            @Advice.Thrown(readOnly = false) Throwable thrown) {
        if (thrown == null) {
            DatapunkRetryHook.succeeded(state);
            return false;
        }
        state = DatapunkRetryHook.failed(state, sequence, started, thrown);
        if (DatapunkRetryHook.again(state)) {
            return true;
        }
        thrown = DatapunkRetryHook.thrown(state, thrown);
        return false;
    }
}
