package io.datapunk.retry.agent.cli;

import io.datapunk.retry.agent.cli.jvm.AgentJar;
import io.datapunk.retry.agent.cli.top.TopCommand;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code java -jar datapunk-retry.jar COMMAND}. Exit status 0 good, 1 the rules or the target are bad, 2 wrong usage. */
@Command(
        name = "java -jar datapunk-retry.jar",
        description = {
            "Retries for methods of jars that nobody can change. To run an application with it:",
            "  java -javaagent:datapunk-retry.jar=rules=retry-rules.yml -jar legacy.jar"
        },
        mixinStandardHelpOptions = true,
        subcommands = {CheckCommand.class, PlanCommand.class, AttachCommand.class, TopCommand.class, SchemaCommand.class
        })
public final class CommandLineMain implements Runnable {

    @Spec
    private CommandSpec spec;

    /**
     * Called by reflection from the visible class; ends the JVM with the exit status.
     *
     * @param jar the agent's own jar
     */
    public static void main(File jar, String[] arguments) {
        AgentJar.is(jar);
        PrintWriter out = console(FileDescriptor.out);
        int status = run(out, console(FileDescriptor.err), arguments);
        out.flush();
        System.exit(status);
    }

    /** What the terminal reads: the platform's charset. Not by {@code System.out}, which keeps a broken pipe to itself. */
    private static PrintWriter console(FileDescriptor stream) {
        return new PrintWriter(new OutputStreamWriter(new FileOutputStream(stream), Charset.defaultCharset()), true);
    }

    /** Runs a command and gives its exit status. */
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        return new CommandLine(new CommandLineMain()).setOut(out).setErr(err).execute(arguments);
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
