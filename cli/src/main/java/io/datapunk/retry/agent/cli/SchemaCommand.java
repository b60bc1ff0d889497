package io.datapunk.retry.agent.cli;

import io.datapunk.retry.agent.cli.jvm.AgentJar;
import io.datapunk.retry.agent.cli.jvm.JarVersion;
import io.datapunk.retry.agent.files.InputStreams;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.jar.JarFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code schema}: prints the JSON schema of rules files, which the jar carries. */
@Command(
        name = "schema",
        description = "Prints the JSON schema of rules files, for editors that complete and check them.",
        mixinStandardHelpOptions = true,
        versionProvider = JarVersion.class)
final class SchemaCommand implements Callable<Integer> {

    private static final String ENTRY = "META-INF/retry-rules.schema.json";

    @Spec
    private CommandSpec spec;

    @SuppressWarnings("UnusedVariable") // each command takes it
    @Option(names = "--json", description = "Changes nothing: a schema is JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        try (JarFile jar = new JarFile(new File(AgentJar.path()));
                InputStream bytes = jar.getInputStream(jar.getEntry(ENTRY))) {
            out.write(new String(InputStreams.readFully(bytes), StandardCharsets.UTF_8));
        }
        out.flush();
        return 0;
    }
}
