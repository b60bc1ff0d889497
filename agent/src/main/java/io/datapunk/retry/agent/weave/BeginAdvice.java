package io.datapunk.retry.agent.weave;

import net.bytebuddy.asm.Advice;

/**
 * The beginning of a call whose method returns its result itself. Byte Buddy copies this code into woven methods; it is
 * never called.
 *
 * <p>If a circuit breaker refuses the call, {@link #enter} returns what the call throws, and the body is skipped. If
 * this code fails, it returns {@code null}, and the body runs.
 */
@SuppressWarnings({"UnusedVariable", "ParameterCanBeLocal"}) // Byte Buddy copies the assignments to local variables
final class BeginAdvice {

    private BeginAdvice() {}

    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class, suppress = Throwable.class)
    static Throwable enter(
            @MethodId int methodId,
            @Advice.Local("call") Object call,
            @Advice.Local("sequence") long sequence,
            @Advice.Local("started") long started,
            @Advice.Local("permit") long permit) {
        call = DatapunkRetryHook.begin(methodId);
        sequence = DatapunkRetryHook.sequence();
        started = DatapunkRetryHook.started(call);
        permit = DatapunkRetryHook.permit(call);
        return DatapunkRetryHook.refusal(call, permit);
    }
}
