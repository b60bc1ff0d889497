package io.datapunk.retry.agent.weave;

import net.bytebuddy.asm.Advice;

/**
 * The end of an attempt in methods whose rule looks at failures alone. Byte Buddy copies this code into woven methods;
 * it is never called.
 *
 * <p>The body is repeated, with the arguments of the caller, as long as {@link #exit} returns {@code true}. If this
 * code fails, the attempt's own outcome stands.
 */
@SuppressWarnings({"UnusedVariable", "ParameterCanBeLocal"}) // Byte Buddy copies the assignments to local variables
final class FailureAdvice {

    private FailureAdvice() {}

    @Advice.OnMethodExit(
            onThrowable = Throwable.class,
            repeatOn = Advice.OnNonDefaultValue.class,
            backupArguments = false,
            suppress = Throwable.class)
    static boolean exit(
            @Advice.Enter Throwable refusal,
            @Advice.Local("call") Object call,
            @Advice.Local("sequence") long sequence,
            @Advice.Local("started") long started,
            @Advice.Local("permit") long permit,
            @Advice.Thrown(readOnly = false) Throwable thrown) {
        if (thrown == null) {
            thrown = DatapunkRetryHook.succeeded(call, started, permit, refusal);
            return false;
        }
        call = DatapunkRetryHook.failed(call, sequence, started, permit, thrown);
        if (DatapunkRetryHook.again(call)) {
            return true;
        }
        thrown = DatapunkRetryHook.thrownAlways(call, thrown);
        return false;
    }
}
