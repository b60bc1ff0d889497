package io.datapunk.retry.agent.startup;

import io.datapunk.retry.agent.options.AgentOptions;
import io.datapunk.retry.agent.reload.LiveRules;
import io.datapunk.retry.agent.reload.RulesWatcher;
import io.datapunk.retry.agent.report.jmx.AgentControl;
import io.datapunk.retry.agent.rules.RulesFiles;

/** The operations of JMX, as far as the options allow them. Thread-safe. */
final class JmxControl implements AgentControl {

    private final RulesWatcher watcher;
    private final LiveRules live;
    private final AgentOptions options;

    JmxControl(RulesWatcher watcher, LiveRules live, AgentOptions options) {
        this.watcher = watcher;
        this.live = live;
        this.options = options;
    }

    @Override
    public String rulesSource() {
        return RulesFiles.absolute(options.rules());
    }

    @Override
    public String reload() {
        checkMayWrite();
        return watcher.look();
    }

    @Override
    public void setEnabled(boolean on) {
        checkMayWrite();
        live.setEnabled(on);
    }

    @Override
    public void forgetGone() {
        live.forgetGone();
    }

    @Override
    public void checkMayWrite() {
        if (!options.jmxWrite()) {
            throw new SecurityException("start the agent with jmx-write=true to allow this");
        }
    }
}
