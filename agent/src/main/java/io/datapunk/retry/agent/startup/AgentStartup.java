package io.datapunk.retry.agent.startup;

import io.datapunk.retry.CallResult;
import io.datapunk.retry.agent.hook.HookDefiner;
import io.datapunk.retry.agent.hook.RetryHook;
import io.datapunk.retry.agent.inforce.CurrentRules;
import io.datapunk.retry.agent.log.AgentLog;
import io.datapunk.retry.agent.log.LogFile;
import io.datapunk.retry.agent.options.AgentOptions;
import io.datapunk.retry.agent.reload.LiveRules;
import io.datapunk.retry.agent.reload.Retransformation;
import io.datapunk.retry.agent.reload.RulesWatcher;
import io.datapunk.retry.agent.reload.WritableByOthersCheck;
import io.datapunk.retry.agent.report.jfr.JfrReporter;
import io.datapunk.retry.agent.report.jmx.AgentControl;
import io.datapunk.retry.agent.report.jmx.JmxReporter;
import io.datapunk.retry.agent.report.micrometer.MicrometerReporter;
import io.datapunk.retry.agent.report.snapshot.SnapshotFile;
import io.datapunk.retry.agent.report.snapshot.SnapshotReporter;
import io.datapunk.retry.agent.rules.RuleSet;
import io.datapunk.retry.agent.rules.RulesFiles;
import io.datapunk.retry.agent.status.AgentStatus;
import io.datapunk.retry.agent.weave.RetryTransformer;
import io.datapunk.retry.agent.woven.MethodGuards;
import io.datapunk.retry.agent.woven.WovenMethodRegistry;
import io.datapunk.retry.agent.woven.WovenMethods;
import io.datapunk.retry.call.RetryEngine;
import io.datapunk.retry.call.WaitRegistry;
import io.datapunk.retry.time.SystemTimer;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Starts the agent: options, rules, hook, transformer, reports, in this order. Whatever fails, the application runs as if
 * the agent were not there and the log says why, unless {@code strict} asks for the contrary.
 */
public final class AgentStartup {

    /** Tells the command that attaches the agent that it is there. */
    private static final String STATE_PROPERTY = "io.datapunk.retry.agent.state";

    /** Tells that command why it is not. */
    private static final String PROBLEM_PROPERTY = "io.datapunk.retry.agent.problem";

    /** What the command {@code top} attaches the agent with, followed by a folder. */
    private static final String TOP = "top=";

    /** Of the agent that runs in this JVM. */
    private static volatile SnapshotReporter snapshots;

    /** Why a start in this JVM has ended half way; {@code null}: none has. */
    private static volatile String failure;

    private final AgentOptions options;
    private final AgentLog log;
    private final Instrumentation instrumentation;
    private final File jar;
    private final boolean attached;

    private AgentStartup(
            AgentOptions options, AgentLog log, Instrumentation instrumentation, File jar, boolean attached) {
        this.attached = attached;
        this.jar = jar;
        this.options = options;
        this.log = log;
        this.instrumentation = instrumentation;
    }

    /**
     * Called by {@link StartupEntry}.
     *
     * @param arguments what follows {@code =} in {@code -javaagent:jar=}; may be {@code null}
     * @param jar the agent's own jar
     * @param attached whether the application runs already
     */
    static void start(String arguments, Instrumentation instrumentation, File jar, boolean attached)
            throws ReflectiveOperationException, IOException {
        if (attached && arguments != null && arguments.startsWith(TOP)) {
            serveTop(new File(arguments.substring(TOP.length())));
            return;
        }
        AgentOptions options = AgentOptions.parse(arguments, System.getProperties(), System.getenv());
        AgentLog log = openLog(options);
        AgentStartup startup = new AgentStartup(options, log, instrumentation, jar, attached);
        try {
            startup.run();
        } catch (StrictStop stop) {
            log.error("strict=true: the JVM stops before main");
            System.exit(1);
        }
    }

    private static void serveTop(File folder) throws IOException {
        SnapshotReporter reporter = snapshots;
        if (!SnapshotFile.isMadeByCommand(folder)) {
            return; // files of certain names are made and taken away there: in no other folder
        }
        if (reporter == null) {
            SnapshotFile.refuse(folder);
        } else {
            reporter.serve(folder);
        }
    }

    private void run() throws ReflectiveOperationException, IOException, StrictStop {
        for (String problem : options.problems()) {
            log.error(problem);
        }
        if (HookDefiner.isDefined()) {
            isThereAlready();
            return;
        }
        stopIfStrict(!options.problems().isEmpty());
        RulesLoad load = readRules();
        if (attached && load.rules() == null) { // the command is told, and may come again with good ones
            tellProblem(
                    load.problems().isEmpty() ? load.note() : load.problems().get(0));
            return;
        }
        boolean mayBeMended = load.contents() != null && options.reloadNanos() > 0;
        if (load.rules() != null || mayBeMended) {
            install(load);
        }
    }

    private void install(RulesLoad load) throws ReflectiveOperationException, IOException {
        try {
            installWith(load);
        } catch (ReflectiveOperationException | IOException | RuntimeException | Error e) {
            failure = e.toString();
            tellProblem(failure);
            throw e;
        }
    }

    private void isThereAlready() {
        if (failure != null) {
            String problem = "the agent could not start in this JVM (" + failure
                    + "), and cannot be started there a second time; restart the JVM";
            log.error(problem);
            tellProblem(problem);
            return;
        }
        log.warn("the agent is in this JVM already: the second -javaagent of datapunk-retry is ignored");
        tellAttacher("it was there already and was left as it is; change its rules file instead");
    }

    private RulesLoad readRules() throws StrictStop {
        RulesLoad load = RulesLoad.of(options);
        for (String problem : load.problems()) {
            log.error(problem);
        }
        for (String warning : load.warnings()) {
            log.warn(warning);
        }
        if (load.note() != null) {
            log.info(load.note());
        }
        stopIfStrict(!load.problems().isEmpty());
        if (options.strict() && load.rules() != null) {
            List<String> writable = WritableByOthersCheck.problems(options.rules(), load.rules());
            for (String problem : writable) {
                log.error(problem);
            }
            stopIfStrict(!writable.isEmpty());
        }
        return load;
    }

    private void installWith(RulesLoad load) throws ReflectiveOperationException, IOException {
        if (!HookDefiner.define(instrumentation)) {
            isThereAlready();
            return;
        }
        CurrentRules current = new CurrentRules();
        AgentStatus status = new AgentStatus(current, log);
        if (load.rules() == null) {
            status.reloadError(load.problems().get(0));
        }
        WovenMethodRegistry registry = new WovenMethodRegistry();
        SystemTimer timer = new SystemTimer("datapunk-retry-timer");
        RetryEngine engine = RetryEngine.system(timer, status, CallResult.FAILURES, HookInstaller.marks());
        MethodGuards guards = new MethodGuards(engine.clock(), status, status);
        HookInstaller.install(new RetryHook(registry, status));
        WovenMethods methods = new WovenMethods(current, registry, engine, guards, timer, status, status);
        RetryTransformer transformer = new RetryTransformer(
                current,
                instrumentation,
                methods,
                status,
                status,
                new FirstUse(instrumentation, timer, options.logFile() != null, status));
        LiveRules live = new LiveRules(
                current, transformer, methods, engine.waiters(), status, new Retransformation(instrumentation, status));
        RulesWatcher watcher = new RulesWatcher(options, load.contents(), live, status, log);
        if (options.jmx()) {
            status.listen(new JmxReporter(status, guards, jar, new Control(watcher, live, options)));
        }
        status.listen(new JfrReporter(status));
        if (options.metrics()) {
            status.listen(new MicrometerReporter(status, guards, instrumentation));
        }
        snapshots = new SnapshotReporter(status, guards);
        Runtime.getRuntime().addShutdownHook(new WakeAtShutdown(engine.waiters()));
        FirstUse.resolveLoader();
        instrumentation.addTransformer(transformer, true);
        for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
            status.classIsLoaded(loaded);
        }
        if (load.rules() != null) {
            applyFirst(load.rules(), live, watcher, status);
        }
        if (options.reloadNanos() > 0) {
            watcher.start();
        }
    }

    /** Also transforms classes that were there before the agent. */
    private void applyFirst(RuleSet rules, LiveRules live, RulesWatcher watcher, AgentStatus status) {
        try {
            live.apply(rules);
            tellAttacher(rules.rules().size() + " rule(s) from " + rules.source());
        } catch (RuntimeException | Error e) {
            watcher.forget();
            String problem =
                    "not all classes that are loaded could be transformed, what is missing is tried again: " + e;
            status.report(problem, e);
            tellProblem(problem);
        }
    }

    /** Whoever attaches the agent reads this; an application that was started with it sees no such property. */
    private void tellAttacher(String state) {
        if (attached) {
            System.clearProperty(PROBLEM_PROPERTY);
            System.setProperty(STATE_PROPERTY, state);
        }
    }

    private void tellProblem(String problem) {
        if (attached) {
            System.setProperty(PROBLEM_PROPERTY, problem);
        }
    }

    private void stopIfStrict(boolean bad) throws StrictStop {
        if (bad && options.strict() && !attached) { // attached, it is no longer before main
            throw new StrictStop();
        }
    }

    /** What collects standard error has a clock of its own; a file has not. */
    private static AgentLog openLog(AgentOptions options) {
        String file = options.logFile();
        if (file != null) {
            try {
                return new AgentLog(options.log(), LogFile.open(file), StandardCharsets.UTF_8, true);
            } catch (IOException | SecurityException e) {
                AgentLog log = standardError(options);
                log.warn("the log file " + file + " cannot be written (" + e.getMessage()
                        + "): the log goes to standard error");
                return log;
            }
        }
        return standardError(options);
    }

    /**
     * A stream of the agent's own: what is logged inside class loading must not wait for a lock that the application holds
     * on {@code System.err} while it, in turn, waits for a class.
     */
    private static AgentLog standardError(AgentOptions options) {
        return new AgentLog(options.log(), new FileOutputStream(FileDescriptor.err), Charset.defaultCharset(), false);
    }

    /** Those who wait for a retry must not keep a JVM that shuts down waiting. */
    private static final class WakeAtShutdown extends Thread {
        private final WaitRegistry waiters;

        WakeAtShutdown(WaitRegistry waiters) {
            super("datapunk-retry-shutdown");
            this.waiters = waiters;
        }

        @Override
        public void run() {
            waiters.shutDown();
        }
    }

    /** What JMX may ask for. */
    private static final class Control implements AgentControl {
        private final RulesWatcher watcher;
        private final LiveRules live;
        private final AgentOptions options;

        Control(RulesWatcher watcher, LiveRules live, AgentOptions options) {
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

    /** The operator wants no JVM rather than one without the agent. */
    private static final class StrictStop extends Exception {
        private static final long serialVersionUID = 1L;
    }
}
