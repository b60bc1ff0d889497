package io.datapunk.retry.agent.weave;

import net.bytebuddy.asm.Advice;

/** How a call begins, whatever its rule looks at: where a circuit breaker refuses it, the body is skipped. Its code is copied into methods; it is never called. */
@SuppressWarnings({"UnusedVariable", "ParameterCanBeLocal"}) // assignments are what the advice does
final class BeginAdvice {

    private BeginAdvice() {}

    @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class, suppress = Throwable.class)
    static boolean enter(
            @SiteId int site,
            @Advice.Local("state") Object state,
            @Advice.Local("sequence") long sequence,
            @Advice.Local("started") long started,
            @Advice.Local("permit") long permit) {
        state = DatapunkRetryHook.begin(site);
        sequence = DatapunkRetryHook.sequence();
        if (!DatapunkRetryHook.isGuarded(state)) {
            return false;
        }
        state = DatapunkRetryHook.beginGuarded(state);
        started = DatapunkRetryHook.started(state);
        permit = DatapunkRetryHook.permit(state);
        if (permit != DatapunkRetryHook.REFUSED) {
            return false;
        }
        // What the call throws is made here, before the body is skipped: where it cannot be made, the body runs.
        state = DatapunkRetryHook.refused(state);
        return state != null;
    }
}
