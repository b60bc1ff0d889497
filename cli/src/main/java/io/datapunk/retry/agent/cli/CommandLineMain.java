package io.datapunk.retry.agent.cli;

import io.datapunk.retry.agent.cli.jvm.AgentJar;
import io.datapunk.retry.agent.cli.jvm.JarVersion;
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

/**
 * {@code java -jar datapunk-retry.jar COMMAND}. Exit status 0 good, 1 the rules or the target are bad, 2 wrong usage.
 */
@Command(
        name = "java -jar datapunk-retry.jar",
        description = {
            "Retries for methods of jars that nobody can change. To run an application with it:",
            "  java -javaagent:datapunk-retry.jar=rules=retry-rules.yml -jar legacy.jar"
        },
        mixinStandardHelpOptions = true,
        versionProvider = JarVersion.class,
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
        System.exit(run(console(FileDescriptor.out), console(FileDescriptor.err), arguments));
    }

    /**
     * What the terminal reads: the platform's charset. Not by {@code System.out}, which keeps a broken pipe to itself.
     */
    private static PrintWriter console(FileDescriptor stream) {
        return new PrintWriter(new OutputStreamWriter(new FileOutputStream(stream), Charset.defaultCharset()), true);
    }

    /** Runs a command and gives its exit status; never throws. */
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        int status = execute(out, err, arguments);
        // The writer keeps to itself that a disk is full, or that nobody reads the pipe any more.
        if (out.checkError() && status == 0) {
            err.println("the output could not be written: is the disk full, or has the reader gone?");
            return 1;
        }
        return status;
    }

    private static int execute(PrintWriter out, PrintWriter err, String... arguments) {
        try {
            return new CommandLine(new CommandLineMain())
                    .setOut(out)
                    .setErr(err)
                    .setExecutionExceptionHandler((thrown, command, parsed) -> failed(thrown, err))
                    .execute(arguments);
        } catch (RuntimeException | Error e) {
            return failed(e, err); // picocli passes errors on
        }
    }

    private static int failed(Throwable thrown, PrintWriter err) {
        err.println(FailedCommand.line(thrown));
        return 1;
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
