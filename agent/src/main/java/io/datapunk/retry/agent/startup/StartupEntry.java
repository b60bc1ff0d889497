package io.datapunk.retry.agent.startup;

import java.io.File;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.util.function.BiConsumer;

/**
 * What the visible class makes and calls, through a type of the JDK: calling a method by reflection costs Java 18 and
 * later dozens of classes at each start.
 */
public final class StartupEntry implements BiConsumer<Instrumentation, Object[]> {

    /**
     * Starts the agent.
     *
     * @param given the text after {@code =} in {@code -javaagent:jar=}, which may be {@code null}; the agent's own jar,
     *     a
     *     {@link File}; and whether the application runs already, a {@link Boolean}
     * @throws IllegalStateException with the cause for which it could not start
     */
    @Override
    public void accept(Instrumentation instrumentation, Object[] given) {
        try {
            AgentStartup.start((String) given[0], instrumentation, (File) given[1], (Boolean) given[2]);
        } catch (ReflectiveOperationException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
