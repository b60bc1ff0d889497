package io.datapunk.retry.agent.cli;

import io.datapunk.retry.agent.cli.json.Json;
import io.datapunk.retry.agent.cli.jvm.Attachment;
import io.datapunk.retry.agent.rules.RuleSet;
import io.datapunk.retry.agent.rules.RulesFiles;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code attach}: puts the agent into a JVM that runs already. */
@Command(name = "attach", description = "Puts the agent into a running JVM of the same user.")
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
        PrintWriter err = spec.commandLine().getErr();
        RuleSet set = rules.readOrTell(err);
        if (set == null) {
            err.println("not attached: the rules must be good first");
            return 1;
        }
        // The target has a working directory of its own.
        String options = "rules=\"" + RulesFiles.absolute(rules.path()) + "\"";
        Attachment attachment = Attachment.to(pid, options);
        if (json) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("pid", pid);
            result.put("attached", attachment.isGood());
            result.put("message", attachment.message());
            spec.commandLine().getOut().println(Json.write(result));
        } else if (attachment.isGood()) {
            spec.commandLine().getOut().println(attachment.message());
        } else {
            err.println(attachment.message());
        }
        return attachment.isGood() ? 0 : 1;
    }
}
