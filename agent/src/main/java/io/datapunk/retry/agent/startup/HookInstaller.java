package io.datapunk.retry.agent.startup;

import io.datapunk.retry.agent.site.RetryHook;

/** Apart from {@link AgentStartup}, so that no class that names the hook is linked before the hook is defined. */
final class HookInstaller {

    private HookInstaller() {}

    static void install(RetryHook hook) {
        DatapunkRetryHook.install(hook);
    }
}
