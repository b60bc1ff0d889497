package io.datapunk.retry.agent.cli;

import io.datapunk.retry.agent.cli.json.Json;
import io.datapunk.retry.agent.cli.jvm.Attachment;
import io.datapunk.retry.agent.cli.jvm.JarVersion;
import io.datapunk.retry.agent.log.PlainText;
import io.datapunk.retry.agent.options.AgentOptions;
import io.datapunk.retry.agent.rules.RulesFiles;
import java.io.File;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code attach}: puts the agent into a JVM that runs already. */
@Command(
        name = "attach",
        mixinStandardHelpOptions = true,
        versionProvider = JarVersion.class,
        description = "Puts the agent into a running JVM of the same user.")
final class AttachCommand implements Callable<Integer> {

    @Parameters(paramLabel = "PID", description = "process id of the JVM, as jps or ps shows it")
    private String pid;

    @Mixin
    private RulesOption rules;

    @Option(names = "--json", description = "machine-readable")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        List<String> problems = new ArrayList<>();
        rules.read(problems);
        // The target has a working directory of its own.
        String path = RulesFiles.absolute(rules.path());
        String options = "rules=\"" + path + "\"";
        if (problems.isEmpty() && !isUnderstood(options, path)) {
            String message =
                    "not attached: found the path " + PlainText.of(path) + ", expected one without double quotes,"
                            + " and without blanks at its end: the agent would read another";
            return tell(false, message, problems, 1);
        }
        if (!problems.isEmpty()) {
            return tell(false, "not attached: the rules must be good first", problems, 1);
        }
        Attachment attachment = Attachment.to(pid, options, new File(path));
        return tell(attachment.isGood(), attachment.message(), problems, attachment.status());
    }

    /** Whether the agent in the other JVM will read the very file that was looked at here. */
    private static boolean isUnderstood(String options, String path) {
        AgentOptions read = AgentOptions.parse(options, new Properties(), Collections.<String, String>emptyMap());
        return read.problems().isEmpty() && read.rules().equals(path);
    }

    private int tell(boolean isAttached, String message, List<String> problems, int status) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("pid", pid);
            result.put("attached", isAttached);
            result.put("message", message);
            result.put("problems", problems);
            out.println(Json.write(result));
            return status;
        }
        PrintWriter err = spec.commandLine().getErr();
        for (String problem : problems) {
            err.println(PlainText.of(problem));
        }
        (isAttached ? out : err).println(message);
        return status;
    }
}
