package io.datapunk.retry.agent.startup;

import io.datapunk.retry.agent.hook.HookDefiner;
import io.datapunk.retry.agent.log.AgentLog;
import io.datapunk.retry.agent.options.AgentOptions;
import io.datapunk.retry.agent.reload.WritableByOthersCheck;
import io.datapunk.retry.agent.report.snapshot.SnapshotFile;
import io.datapunk.retry.agent.report.snapshot.SnapshotReporter;
import java.io.File;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.util.List;

/**
 * Starts the agent: options, rules, hook, transformer, reports, in this order. Whatever fails, the application runs as
 * if the agent were not there and the log says why, unless {@code strict} asks for the contrary.
 */
public final class AgentStartup {

    /** What the command {@code top} attaches the agent with, followed by a folder. */
    private static final String TOP = "top=";

    /** Why a start in this JVM has ended half way; {@code null}: none has. */
    private static volatile String failure;

    private final AgentOptions options;
    private final AgentLog log;
    private final Instrumentation instrumentation;
    private final File jar;
    private final boolean attached;
    private final AttachReply reply;

    private AgentStartup(
            AgentOptions options, AgentLog log, Instrumentation instrumentation, File jar, boolean attached) {
        this.attached = attached;
        this.reply = new AttachReply(attached);
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
        AgentLog log = StartupLog.open(options);
        AgentStartup startup = new AgentStartup(options, log, instrumentation, jar, attached);
        try {
            startup.run();
        } catch (StrictStop stop) {
            log.error("strict=true: the JVM stops before main");
            System.exit(1);
        }
    }

    private static void serveTop(File folder) throws IOException {
        SnapshotReporter reporter = Installation.snapshots();
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
            reply.problem(
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
            reply.problem(failure);
            throw e;
        }
    }

    private void isThereAlready() {
        if (failure != null) {
            String problem = "the agent could not start in this JVM (" + failure
                    + "), and cannot be started there a second time; restart the JVM";
            log.error(problem);
            reply.problem(problem);
            return;
        }
        log.warn("the agent is in this JVM already: the second -javaagent of datapunk-retry is ignored");
        reply.state("it was there already and was left as it is; change its rules file instead");
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
        new Installation(options, log, instrumentation, jar, reply).run(load);
    }

    private void stopIfStrict(boolean bad) throws StrictStop {
        if (bad && options.strict() && !attached) { // attached, it is no longer before main
            throw new StrictStop();
        }
    }

    /** The operator wants no JVM rather than one without the agent. */
    private static final class StrictStop extends Exception {
        private static final long serialVersionUID = 1L;
    }
}
