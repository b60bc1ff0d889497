package io.datapunk.retry.agent.weave;

import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/**
 * The end of an attempt in methods whose rule looks at results, the receiver or the arguments, or returns a value of
 * its own: boxes primitive values and makes an array of the arguments, which {@link FailureAdvice} does not. Byte Buddy
 * copies this code into woven methods; it is never called.
 *
 * <p>The body is repeated, with the arguments of the caller, as long as {@link #exit} returns {@code true}. The failure
 * is assigned last, so that the attempt's own outcome stands if this code fails before.
 */
@SuppressWarnings({"UnusedVariable", "ParameterCanBeLocal"}) // Byte Buddy copies the assignments to local variables
final class OutcomeAdvice {

    private OutcomeAdvice() {}

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
            @Advice.This(optional = true) Object self,
            @Advice.AllArguments Object[] arguments,
            @Advice.Return(readOnly = false, typing = Assigner.Typing.DYNAMIC) Object returned,
            @Advice.Thrown(readOnly = false) Throwable thrown) {
        Throwable failure = refusal;
        if (failure == null) {
            call = DatapunkRetryHook.ended(call, sequence, started, permit, thrown, returned, self, arguments);
            if (DatapunkRetryHook.again(call)) {
                return true;
            }
            failure = DatapunkRetryHook.thrown(call, thrown);
            if (failure == null) {
                returned = DatapunkRetryHook.returned(call, returned);
            }
        }
        thrown = failure;
        return false;
    }
}
