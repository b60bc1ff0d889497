package io.datapunk.retry.agent;

import io.datapunk.retry.agent.boot.IsolatedClassLoader;
import java.io.File;
import java.lang.instrument.Instrumentation;
import java.util.function.BiConsumer;

/** Where the JVM enters: finds the agent's jar, and goes on in the isolated class loader. */
public final class DatapunkRetryAgent {

    private static final String STARTUP = "io.datapunk.retry.agent.startup.StartupEntry";

    /** One for all that is asked of the agent in this JVM; {@code null} before the first. */
    private static ClassLoader isolated;

    private DatapunkRetryAgent() {}

    /** Called by the JVM before {@code main}, for {@code -javaagent}. Never throws: that would end the JVM. */
    public static void premain(String arguments, Instrumentation instrumentation) {
        start(arguments, instrumentation, false);
    }

    /** Called by the JVM when the agent is attached to it while it runs. Never throws. */
    public static void agentmain(String arguments, Instrumentation instrumentation) {
        start(arguments, instrumentation, true);
    }

    @SuppressWarnings("unchecked")
    private static void start(String arguments, Instrumentation instrumentation, boolean attached) {
        try {
            File jar = IsolatedClassLoader.ownJar();
            BiConsumer<Instrumentation, Object[]> entry = isolated(jar)
                    .loadClass(STARTUP)
                    .asSubclass(BiConsumer.class)
                    .getConstructor()
                    .newInstance();
            entry.accept(instrumentation, new Object[] {arguments, jar, attached});
        } catch (Throwable t) {
            Throwable cause = t instanceof IllegalStateException && t.getCause() != null ? t.getCause() : t;
            System.err.println(
                    "[datapunk-retry] ERROR the agent could not start, the application runs without it: " + cause);
        }
    }

    private static synchronized ClassLoader isolated(File jar) throws java.io.IOException {
        if (isolated == null) {
            isolated = new IsolatedClassLoader(jar);
        }
        return isolated;
    }
}
