package io.datapunk.retry.agent.cli;

import io.datapunk.retry.agent.log.PlainText;
import java.io.IOException;

/** What a command says where it could not do its work: one line, never a stack trace. Stateless. */
final class FailedCommand {

    private FailedCommand() {}

    /** The line for what was thrown. */
    static String line(Throwable thrown) {
        if (thrown instanceof OutOfMemoryError) {
            return "it does not fit into the memory of this command ("
                    + PlainText.of(String.valueOf(thrown.getMessage()))
                    + "): give it more, as in java -Xmx2g -jar datapunk-retry.jar";
        }
        if (thrown instanceof StackOverflowError) {
            return "it is nested deeper than the stack of this command: give it a larger one, as in java -Xss16m -jar"
                    + " datapunk-retry.jar";
        }
        String message = thrown.getMessage();
        return PlainText.of(
                thrown instanceof IOException && message != null && message.indexOf(' ') > 0
                        ? message
                        : String.valueOf(thrown));
    }
}
