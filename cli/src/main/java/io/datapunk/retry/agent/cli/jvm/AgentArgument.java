package io.datapunk.retry.agent.cli.jvm;

import io.datapunk.retry.agent.log.PlainText;
import java.nio.charset.StandardCharsets;

/**
 * What one JVM can say to another that is to load an agent: {@code JAR=OPTIONS}, on one line of limited length.
 * Stateless.
 */
final class AgentArgument {

    /** Before Java 24 a JVM takes no longer ones: HotSpot's {@code AttachOperation::arg_length_max}. */
    private static final int MOST_BYTES = 1024;

    private AgentArgument() {}

    /** Why it cannot be said; {@code null} where it can. */
    static String problem(String jar, String options) {
        if (jar.indexOf('=') >= 0) {
            return "the path of the agent's jar, " + PlainText.of(jar)
                    + ", has a \"=\", where the JVM takes its end to be; put the jar elsewhere, or give it "
                    + "another name";
        }
        String argument = jar + "=" + options;
        if (argument.indexOf('\0') >= 0) {
            return "a path has the character 0, where the JVM takes its end to be: " + PlainText.of(argument);
        }
        int bytes = argument.getBytes(StandardCharsets.UTF_8).length;
        return bytes <= MOST_BYTES
                ? null
                : "the paths of the agent's jar and of the rules have " + bytes
                        + " bytes together with the options, and a JVM takes " + MOST_BYTES
                        + " at most; put one of them where its path is shorter";
    }
}
