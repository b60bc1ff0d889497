package io.datapunk.retry.agent;

import io.datapunk.retry.agent.boot.IsolatedClassLoader;
import java.io.File;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Method;
import java.security.CodeSource;
import java.util.function.BiConsumer;

/** Where the JVM enters: finds the agent's jar, and goes on in the isolated class loader. */
public final class DatapunkRetryAgent {

    private static final String STARTUP = "io.datapunk.retry.agent.startup.StartupEntry";
    private static final String COMMAND_LINE = "io.datapunk.retry.agent.cli.CommandLineMain";

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

    /** {@code java -jar datapunk-retry.jar COMMAND}. */
    public static void main(String[] arguments) throws ReflectiveOperationException, java.io.IOException {
        File jar = ownJar();
        Method main = isolated(jar).loadClass(COMMAND_LINE).getMethod("main", File.class, String[].class);
        main.invoke(null, jar, arguments);
    }

    @SuppressWarnings("unchecked")
    private static void start(String arguments, Instrumentation instrumentation, boolean attached) {
        try {
            File jar = ownJar();
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

    private static File ownJar() {
        CodeSource source = DatapunkRetryAgent.class.getProtectionDomain().getCodeSource();
        if (source == null) {
            throw new IllegalStateException("the agent's jar is unknown: its class has no code source");
        }
        try {
            return new File(source.getLocation().toURI());
        } catch (java.net.URISyntaxException | IllegalArgumentException e) {
            return new File(source.getLocation().getPath()); // a loader that does not escape spaces, or a network path
        }
    }
}
