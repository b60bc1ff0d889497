package io.datapunk.retry.agent.startup;

import io.datapunk.retry.agent.log.AgentLog;
import io.datapunk.retry.agent.log.LogFile;
import io.datapunk.retry.agent.options.AgentOptions;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Opens the agent's log where the options want it. Stateless. */
final class StartupLog {

    private StartupLog() {}

    /** What collects standard error has a clock of its own; a file has not, so that its lines have the time. */
    static AgentLog open(AgentOptions options) {
        String file = options.logFile();
        if (file != null) {
            try {
                return new AgentLog(options.log(), LogFile.open(file), StandardCharsets.UTF_8, true);
            } catch (IOException | SecurityException e) {
                AgentLog log = standardError(options);
                log.warn("the log file " + file + " cannot be written (" + e.getMessage()
                        + "): the log goes to standard error");
                return log;
            }
        }
        return standardError(options);
    }

    /**
     * A stream of the agent's own: what is logged inside class loading must not wait for a lock that the application
     * holds on {@code System.err} while it, in turn, waits for a class.
     */
    private static AgentLog standardError(AgentOptions options) {
        return new AgentLog(options.log(), new FileOutputStream(FileDescriptor.err), Charset.defaultCharset(), false);
    }
}
