package io.datapunk.retry.agent.startup;

import io.datapunk.retry.CallResult;
import io.datapunk.retry.agent.hook.RetryHook;
import io.datapunk.retry.agent.inforce.CurrentRules;
import io.datapunk.retry.agent.log.AgentLog;
import io.datapunk.retry.agent.options.AgentOptions;
import io.datapunk.retry.agent.reload.LiveRules;
import io.datapunk.retry.agent.reload.Retransformation;
import io.datapunk.retry.agent.reload.RulesWatcher;
import io.datapunk.retry.agent.report.jfr.JfrReporter;
import io.datapunk.retry.agent.report.jmx.AgentControl;
import io.datapunk.retry.agent.report.jmx.JmxReporter;
import io.datapunk.retry.agent.report.micrometer.MicrometerReporter;
import io.datapunk.retry.agent.report.snapshot.SnapshotReporter;
import io.datapunk.retry.agent.rules.RuleSet;
import io.datapunk.retry.agent.status.AgentStatus;
import io.datapunk.retry.agent.status.ErrorLog;
import io.datapunk.retry.agent.weave.RetryTransformer;
import io.datapunk.retry.agent.woven.MethodGuards;
import io.datapunk.retry.agent.woven.WovenMethodRegistry;
import io.datapunk.retry.agent.woven.WovenMethods;
import io.datapunk.retry.call.RetryEngine;
import io.datapunk.retry.time.SystemTimer;
import java.io.File;
import java.io.IOException;
import java.lang.instrument.Instrumentation;

/**
 * Makes the parts of the agent and connects them, once the hook is defined: the rules in force, the engine, the woven
 * methods, the transformer, the watcher of rules, the reports.
 */
final class Installation {

    /** Of the agent that runs in this JVM. */
    private static volatile SnapshotReporter snapshots;

    private final AgentOptions options;
    private final AgentLog log;
    private final Instrumentation instrumentation;
    private final File jar;
    private final AttachReply reply;

    Installation(AgentOptions options, AgentLog log, Instrumentation instrumentation, File jar, AttachReply reply) {
        this.options = options;
        this.log = log;
        this.instrumentation = instrumentation;
        this.jar = jar;
        this.reply = reply;
    }

    /** What serves the command {@code top}; {@code null} where no agent is installed. */
    static SnapshotReporter snapshots() {
        return snapshots;
    }

    void run(RulesLoad load) throws ReflectiveOperationException, IOException {
        CurrentRules rules = new CurrentRules();
        AgentStatus status = new AgentStatus(rules, log);
        ErrorLog errors = status.errorLog();
        SystemTimer timer = new SystemTimer("datapunk-retry-timer");
        RetryEngine engine = RetryEngine.system(timer, errors, CallResult.FAILURES, HookInstaller.marks());
        WovenMethodRegistry registry = new WovenMethodRegistry();
        HookInstaller.install(new RetryHook(registry, errors));
        MethodGuards guards = new MethodGuards(engine.clock(), status.calls(), errors);
        WovenMethods methods = new WovenMethods(rules, registry, engine, guards, timer, errors, status.calls());
        FirstUse preparation = new FirstUse(instrumentation, timer, options.logFile() != null, errors);
        RetryTransformer transformer =
                new RetryTransformer(rules, instrumentation, methods, status.weaving(), errors, preparation);
        Retransformation retransformation = new Retransformation(instrumentation, errors);
        LiveRules live = new LiveRules(rules, transformer, methods, engine.waiters(), status, retransformation);
        if (load.rules() == null) {
            status.reloadError(load.problems().get(0));
        }
        RulesWatcher watcher = new RulesWatcher(options, load.contents(), live, status, log);
        report(status, guards, new JmxControl(watcher, live, options));
        Runtime.getRuntime().addShutdownHook(new WakeAtShutdown(engine.waiters()));
        FirstUse.resolveLoader();
        instrumentation.addTransformer(transformer, true);
        for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
            status.classIsLoaded(loaded);
        }
        if (load.rules() != null) {
            applyFirst(load.rules(), live, watcher, errors);
        }
        if (options.reloadNanos() > 0) {
            watcher.start();
        }
    }

    private void report(AgentStatus status, MethodGuards guards, AgentControl control) {
        if (options.jmx()) {
            status.listen(new JmxReporter(status, guards, jar, control));
        }
        status.listen(new JfrReporter(status));
        if (options.metrics()) {
            status.listen(new MicrometerReporter(status, guards, instrumentation));
        }
        snapshots = new SnapshotReporter(status, guards);
    }

    /** Also transforms classes that were loaded before the agent. */
    private void applyFirst(RuleSet rules, LiveRules live, RulesWatcher watcher, ErrorLog errors) {
        try {
            live.apply(rules);
            reply.state(rules.rules().size() + " rule(s) from " + rules.source());
        } catch (RuntimeException | Error e) {
            watcher.forget();
            String problem =
                    "not all classes that are loaded could be transformed, what is missing is tried again: " + e;
            errors.report(problem, e);
            reply.problem(problem);
        }
    }
}
