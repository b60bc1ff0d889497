package io.datapunk.retry.agent.startup;

import io.datapunk.retry.agent.hook.HookDefiner;
import io.datapunk.retry.agent.log.AgentLog;
import io.datapunk.retry.agent.match.ClassIndex;
import io.datapunk.retry.agent.options.AgentOptions;
import io.datapunk.retry.agent.report.jmx.JmxReporter;
import io.datapunk.retry.agent.rules.RuleSet;
import io.datapunk.retry.agent.site.RetryHook;
import io.datapunk.retry.agent.site.SiteFactory;
import io.datapunk.retry.agent.site.SiteRegistry;
import io.datapunk.retry.agent.status.AgentStatus;
import io.datapunk.retry.agent.weave.RetryTransformer;
import io.datapunk.retry.call.RetrySetup;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts the agent: options, rules, hook, transformer, reports, in this order. Whatever fails, the application runs as if
 * the agent were not there and the log says why, unless {@code strict} asks for the contrary.
 */
public final class AgentStartup {

    /** Tells the command that attaches the agent that it is there. */
    private static final String STATE_PROPERTY = "datapunk.retry.agent.state";

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
     * Called by reflection from the visible class.
     *
     * @param arguments what follows {@code =} in {@code -javaagent:jar=}; may be {@code null}
     * @param jar the agent's own jar
     * @param attached whether the application runs already
     */
    public static void start(String arguments, Instrumentation instrumentation, File jar, boolean attached)
            throws ReflectiveOperationException, IOException {
        AgentOptions options = AgentOptions.parse(arguments, System.getProperties(), System.getenv());
        AgentLog log = new AgentLog(options.log(), openLog(options));
        AgentStartup startup = new AgentStartup(options, log, instrumentation, jar, attached);
        try {
            startup.run();
        } catch (StrictStop stop) {
            log.error("strict=true: the JVM stops before main");
            System.exit(1);
        }
    }

    private void run() throws ReflectiveOperationException, IOException, StrictStop {
        for (String problem : options.problems()) {
            log.error(problem);
        }
        if (HookDefiner.isDefined()) {
            log.warn("the agent is in this JVM already: the second -javaagent of datapunk-retry is ignored");
            tellAttacher("it was there already and was left as it is; change its rules file instead");
            return;
        }
        stopIfStrict(!options.problems().isEmpty());
        RuleSet rules = readRules();
        if (rules != null && rules.enabled() && !rules.rules().isEmpty()) {
            install(rules);
        }
    }

    private RuleSet readRules() throws StrictStop {
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
        return load.rules();
    }

    private void install(RuleSet rules) throws ReflectiveOperationException, IOException {
        AgentStatus status = new AgentStatus(log);
        SiteRegistry registry = new SiteRegistry();
        RetrySetup.Engine engine = RetrySetup.Engine.system(status);
        HookDefiner.define(instrumentation);
        HookInstaller.install(new RetryHook(registry, engine, status));
        if (options.jmx()) {
            JmxReporter jmx = new JmxReporter(status, new LoadedRules(rules, jar));
            status.listen(jmx);
            startIfJmxIsThere(jmx);
        }
        ClassIndex index = new ClassIndex(rules.rules());
        SiteFactory sites = new SiteFactory(registry, engine, status);
        RetryTransformer transformer = new RetryTransformer(index, sites, status, status);
        transformer.warmUp();
        instrumentation.addTransformer(transformer, true);
        retransformLoaded(index, status);
        tellAttacher(rules.rules().size() + " rule(s) from " + rules.source());
    }

    /** Whoever attaches the agent reads this; an application that was started with it sees no such property. */
    private void tellAttacher(String state) {
        if (attached) {
            System.setProperty(STATE_PROPERTY, state);
        }
    }

    private void startIfJmxIsThere(JmxReporter jmx) {
        for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
            if (JmxReporter.isSign(loaded.getName())) {
                jmx.start();
                return;
            }
        }
    }

    /** Classes that were there before the agent: those of the JDK at a normal start, the application's when attached. */
    private void retransformLoaded(ClassIndex index, AgentStatus status) {
        List<Class<?>> named = new ArrayList<>();
        for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
            if (!loaded.isArray()
                    && instrumentation.isModifiableClass(loaded)
                    && index.candidates(loaded.getName().replace('.', '/'), loaded.getClassLoader() == null) != null) {
                named.add(loaded);
            }
        }
        for (Class<?> loaded : named) {
            try {
                instrumentation.retransformClasses(loaded);
            } catch (UnmodifiableClassException | RuntimeException | LinkageError e) {
                status.report(loaded.getName() + " was loaded before the agent and cannot be woven any more", e);
            }
        }
    }

    private void stopIfStrict(boolean bad) throws StrictStop {
        if (bad && options.strict()) {
            throw new StrictStop();
        }
    }

    private static PrintStream openLog(AgentOptions options) {
        String file = options.logFile();
        if (file == null) {
            return System.err;
        }
        try {
            return new PrintStream(new java.io.FileOutputStream(file, true), true, "UTF-8");
        } catch (IOException e) {
            System.err.println("[datapunk-retry] WARN the log file " + file + " cannot be written (" + e.getMessage()
                    + "): the log goes to standard error");
            return System.err;
        }
    }

    /** The operator wants no JVM rather than one without the agent. */
    private static final class StrictStop extends Exception {
        private static final long serialVersionUID = 1L;
    }
}
