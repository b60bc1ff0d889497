package io.datapunk.retry.agent.weave;

import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/**
 * How an attempt ends in methods whose rule looks at results, the receiver or the arguments, or returns a value of its own:
 * it boxes primitives and makes an array of the arguments, which {@link FailureAdvice} does not.
 */
@SuppressWarnings({"UnusedVariable", "ParameterCanBeLocal"}) // assignments are what the advice does
final class OutcomeAdvice {

    private OutcomeAdvice() {}

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
            @Advice.This(optional = true) Object self,
            @Advice.AllArguments Object[] arguments,
            @Advice.Return(readOnly = false, typing = Assigner.Typing.DYNAMIC) Object returned,
            @Advice.Thrown(readOnly = false) Throwable thrown) {
        if (refused) {
            thrown = DatapunkRetryHook.thrown(state, thrown);
            return false;
        }
        state = DatapunkRetryHook.ended(state, sequence, started, permit, thrown, returned, self, arguments);
        if (DatapunkRetryHook.again(state)) {
            return true;
        }
        thrown = DatapunkRetryHook.thrown(state, thrown);
        returned = DatapunkRetryHook.returned(state, returned);
        return false;
    }
}
