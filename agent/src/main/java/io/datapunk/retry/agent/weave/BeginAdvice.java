package io.datapunk.retry.agent.weave;

import net.bytebuddy.asm.Advice;

/** How a call begins, whatever its rule looks at. Its code is copied into methods; it is never called. */
@SuppressWarnings({"UnusedVariable", "ParameterCanBeLocal"}) // assignments are what the advice does
final class BeginAdvice {

    private BeginAdvice() {}

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
}
