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
            if (attached || !isStrict(arguments)) {
                System.err.println(
                        "[datapunk-retry] ERROR the agent could not start, the application runs without it: " + cause);
            } else {
                System.err.println("[datapunk-retry] ERROR the agent could not start: " + cause);
                System.err.println("[datapunk-retry] ERROR strict=true: the JVM stops before main");
                System.exit(1);
            }
        }
    }

    /** Read here as well: what reads options otherwise may be what could not be loaded. */
    private static boolean isStrict(String arguments) {
        String given = argument("strict", arguments == null ? "" : arguments);
        if (given == null) {
            given = System.getProperty("datapunk.retry.strict");
        }
        if (given == null) {
            given = System.getenv("DATAPUNK_RETRY_STRICT");
        }
        return given != null && given.trim().equals("true");
    }

    /**
     * The first value of this key among options that commas part, but for those in quotes; {@code null}: it is not
     * given.
     */
    private static String argument(String key, String arguments) {
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i <= arguments.length(); i++) {
            if (i == arguments.length() || arguments.charAt(i) == ',' && !quoted) {
                String option = arguments.substring(start, i).replace("\"", "").trim();
                int equals = option.indexOf('=');
                if (equals >= 0 && option.substring(0, equals).trim().equals(key)) {
                    return option.substring(equals + 1);
                }
                start = i + 1;
            } else if (arguments.charAt(i) == '"') {
                quoted = !quoted;
            }
        }
        return null;
    }

    private static synchronized ClassLoader isolated(File jar) throws java.io.IOException {
        if (isolated == null) {
            isolated = IsolatedClassLoader.forAgent(jar);
        }
        return isolated;
    }
}
