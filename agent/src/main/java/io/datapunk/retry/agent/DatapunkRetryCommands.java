package io.datapunk.retry.agent;

import io.datapunk.retry.agent.boot.IsolatedClassLoader;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;

/**
 * Where {@code java -jar datapunk-retry.jar COMMAND} enters, and goes on in the isolated class loader. Apart from
 * {@link DatapunkRetryAgent}, which no JVM without {@code java.instrument} can load: the rules can be checked there as
 * well.
 */
public final class DatapunkRetryCommands {

    private static final String COMMAND_LINE = "io.datapunk.retry.agent.cli.CommandLineMain";

    private DatapunkRetryCommands() {}

    /** Called by the JVM. */
    public static void main(String[] arguments) throws ReflectiveOperationException, IOException {
        File jar = IsolatedClassLoader.ownJar();
        Method main = IsolatedClassLoader.forCommands(jar)
                .loadClass(COMMAND_LINE)
                .getMethod("main", File.class, String[].class);
        main.invoke(null, jar, arguments);
    }
}
