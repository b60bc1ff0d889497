package io.datapunk.retry.agent.weave;

import net.bytebuddy.asm.Advice;

/**
 * How an attempt ends in methods whose rule looks at failures alone. Its code is copied into them; it is never called.
 *
 * <p>The body is repeated as long as the answer is {@code true}, each time with the parameters that the caller gave.
 */
@SuppressWarnings({"UnusedVariable", "ParameterCanBeLocal"}) // assignments are what the advice does
final class FailureAdvice {

    private FailureAdvice() {}

    @Advice.OnMethodExit(
            onThrowable = Throwable.class,
            repeatOn = Advice.OnNonDefaultValue.class,
            backupArguments = true,
            suppress = Throwable.class)
    static boolean exit(
            @Advice.Enter boolean refused,
            @Advice.Local("state") Object state,
            @Advice.Local("sequence") long sequence,
            @Advice.Local("started") long started,
            @Advice.Local("permit") long permit,
            @Advice.Thrown(readOnly = false) Throwable thrown) {
        if (thrown == null) {
            if (refused) {
                thrown = DatapunkRetryHook.thrown(state, thrown);
                return false;
            }
            DatapunkRetryHook.succeeded(state, started, permit);
            return false;
        }
        state = DatapunkRetryHook.failed(state, sequence, started, permit, thrown);
        if (DatapunkRetryHook.again(state)) {
            return true;
        }
        thrown = DatapunkRetryHook.thrownAlways(state, thrown);
        return false;
    }
}
