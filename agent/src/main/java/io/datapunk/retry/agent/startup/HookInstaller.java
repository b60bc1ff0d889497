package io.datapunk.retry.agent.startup;

import io.datapunk.retry.agent.hook.RetryHook;
import java.util.concurrent.atomic.AtomicLong;

/** Apart from {@link AgentStartup}, so that no class that names the hook is linked before the hook is defined. */
final class HookInstaller {

    private HookInstaller() {}

    /** What woven methods read when a call begins; the engine is to count its marks there. */
    static AtomicLong marks() {
        return RetryHook.marks();
    }

    static void install(RetryHook hook) {
        hook.publishSetups();
        DatapunkRetryHook.install(hook);
    }
}
