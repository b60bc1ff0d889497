package io.datapunk.retry.agent.startup;

import io.datapunk.retry.agent.hook.Rehearsal;
import io.datapunk.retry.agent.inforce.CurrentRules;
import io.datapunk.retry.agent.log.AgentLog;
import io.datapunk.retry.agent.rules.RulesException;
import io.datapunk.retry.agent.status.AgentStatus;
import io.datapunk.retry.agent.weave.Preparation;
import io.datapunk.retry.agent.weave.WeaverRehearsal;
import io.datapunk.retry.outcome.ErrorReporter;
import io.datapunk.retry.time.SystemTimer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.lang.instrument.Instrumentation;
import java.nio.charset.StandardCharsets;

/**
 * Uses all that woven calls and the weaver will use, before they do: each class of the agent's own is initialised by
 * its name, and those of the JDK by real calls and real weaving. Thread-safe.
 */
final class FirstUse implements Preparation {

    private static final String INDEX = "datapunk-retry/index";
    private static final String ENDING = ".class";
    private static final String OF_CORE = "io/datapunk/retry/";
    private static final String OF_AGENT = OF_CORE + "agent/";

    private static final String[] OF_MATCHING = {"asynctype", "classfile", "match"};

    /** How the names begin of those of the agent's classes that an application's thread runs through. */
    private static final String[] OF_CALLS = {
        "adapter",
        "async",
        "binding",
        "hook/AsyncResults",
        "hook/LostCalls",
        "hook/Rehearsal",
        "hook/RetryHook",
        "inforce",
        "log",
        "proxy",
        "woven",
        "status"
    };

    /** Apart from the calls: the two have no class in common whose initialisation could wait for the other. */
    private static final String[] OF_WEAVING = {"weave"};

    private final Instrumentation instrumentation;
    private final SystemTimer timer;
    private final boolean logIsTimed;
    private final ErrorReporter problems;
    private final WarmUp matching;
    private final WarmUp weaving;
    private final WarmUp calls;
    private final WarmUp asyncCalls;

    /**
     * Nothing is used yet.
     *
     * @param timer the one of real calls
     * @param logIsTimed whether the log has times, which take many classes of the JDK
     * @param problems receives what cannot be done
     */
    FirstUse(Instrumentation instrumentation, SystemTimer timer, boolean logIsTimed, ErrorReporter problems) {
        this.logIsTimed = logIsTimed;
        this.instrumentation = instrumentation;
        this.timer = timer;
        this.problems = problems;
        this.matching = new WarmUp(ofMatching(), instrumentation, problems);
        this.weaving = new WarmUp(ofWeaving(), instrumentation, problems);
        this.calls = new WarmUp(ofCalls(), instrumentation, problems);
        this.asyncCalls = new WarmUp(ofAsyncCalls(), instrumentation, problems);
    }

    /**
     * Has the loader of the agent's classes read once from each of its archives, on this thread. Its own class comes
     * from the system loader, and the JVM asks that one for whatever the code names for the first time. An
     * application's own system loader may hold a lock meanwhile, of the thread that waits for the warm-up: then the
     * warm-up would wait for that thread.
     */
    static void resolveLoader() throws IOException {
        ClassLoader system = ClassLoader.getSystemClassLoader();
        String kind = system == null ? "" : system.getClass().getName();
        if (kind.startsWith("jdk.internal.loader.") || kind.startsWith("sun.misc.Launcher")) {
            return; // it locks a class's name and not itself
        }
        ClassLoader own = FirstUse.class.getClassLoader();
        for (String name : new String[] {INDEX, "io/datapunk/retry/NoSuchClass.class"}) {
            try (InputStream in = own.getResourceAsStream(name)) {
                if (in != null && in.read() < 0) {
                    throw new IOException(name + " is empty");
                }
            }
        }
    }

    @Override
    public boolean mayMatch(String className) {
        return matching.isDoneFor(className);
    }

    @Override
    public boolean mayWeave(String className) {
        calls.begin(); // beside the other, on a thread of its own
        return weaving.isDoneFor(className) && calls.isDoneFor(className);
    }

    @Override
    public boolean mayWeaveAsync(String className) {
        return asyncCalls.isDoneFor(className);
    }

    private static WarmUp.Work ofMatching() {
        return new WarmUp.Work() {
            @Override
            public void run() throws Exception {
                initialise(false, OF_MATCHING);
            }
        };
    }

    private WarmUp.Work ofWeaving() {
        return new WarmUp.Work() {
            @Override
            public void run() throws Exception {
                initialise(false, OF_WEAVING);
                WeaverRehearsal.run(instrumentation, rehearsal().rules());
            }
        };
    }

    /** Of calls that return their results themselves. */
    private WarmUp.Work ofCalls() {
        return new WarmUp.Work() {
            @Override
            public void run() throws Exception {
                initialise(true, OF_CALLS);
                rehearsal().run();
            }
        };
    }

    /** Of calls that return a future. */
    private WarmUp.Work ofAsyncCalls() {
        return new WarmUp.Work() {
            @Override
            public void run() throws Exception {
                WeaverRehearsal.runAsync();
                rehearsal().runAsync();
            }
        };
    }

    private Rehearsal rehearsal() throws RulesException {
        final AgentStatus unheard = new AgentStatus(
                new CurrentRules(),
                new AgentLog(AgentLog.Level.DEBUG, new Nowhere(), StandardCharsets.UTF_8, logIsTimed));
        ErrorReporter heard = new ErrorReporter() {
            @Override
            public void report(String what, Throwable error) {
                unheard.errorLog().report(what, error);
                problems.report("a rehearsal before the first class was woven: " + what, error);
            }
        };
        return new Rehearsal(timer, heard, unheard.calls(), unheard.calls());
    }

    /** The classes of these packages of the agent, and of those below them; of core it may be all. */
    private static void initialise(boolean core, String[] parts) throws IOException, ClassNotFoundException {
        ClassLoader own = FirstUse.class.getClassLoader();
        try (InputStream in = own.getResourceAsStream(INDEX)) {
            if (in == null) {
                throw new IOException(INDEX + " is not there: the agent was not loaded from its jar");
            }
            BufferedReader names = new BufferedReader(new InputStreamReader(in, StandardCharsets.ISO_8859_1));
            for (String name = names.readLine(); name != null; name = names.readLine()) {
                if (name.endsWith(ENDING) && isIn(name, core, parts)) {
                    Class.forName(
                            name.substring(0, name.length() - ENDING.length()).replace('/', '.'), true, own);
                }
            }
        }
    }

    private static boolean isIn(String name, boolean core, String[] parts) {
        if (!name.startsWith(OF_AGENT)) {
            return core && name.startsWith(OF_CORE);
        }
        for (String part : parts) {
            if (name.startsWith(part, OF_AGENT.length())) {
                return true;
            }
        }
        return false;
    }

    private static final class Nowhere extends OutputStream {
        @Override
        public void write(int b) {
            // a line that nobody needs
        }

        @Override
        public void write(byte[] bytes) {
            // as above, at once
        }
    }
}
