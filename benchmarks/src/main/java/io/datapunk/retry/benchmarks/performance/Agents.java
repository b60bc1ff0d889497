package io.datapunk.retry.benchmarks.performance;

import io.datapunk.retry.benchmarks.probe.IdleAgent;
import io.datapunk.retry.benchmarks.probe.IdleAspect;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** The options that give a JVM one agent or another. */
final class Agents {
    private final Path root;
    private final Path work;

    /** Takes the project's directory and one to write to, in which the other agents are. */
    Agents(Path root, Path work) {
        this.root = root;
        this.work = work;
    }

    Path jar() {
        return root.resolve("agent/target/datapunk-retry.jar");
    }

    List<String> none() {
        return List.of();
    }

    /** Ours with the rules of the repository. */
    List<String> withRepositorysRules() {
        return withRules(root.resolve("retry-rules.yml"), "");
    }

    /** Ours with further options of the agent, each after a comma. */
    List<String> withRules(Path rules, String more) {
        return List.of("-javaagent:" + jar() + "=rules=" + rules + more);
    }

    List<String> withRules(String name, String rules, String more) throws IOException {
        return withRules(Files.writeString(work.resolve(name), rules), more);
    }

    /** One whose transformer changes nothing, and may be asked again: what the JVM itself takes. */
    List<String> idle() throws IOException {
        return List.of("-javaagent:" + jarOf(IdleAgent.class));
    }

    /** A jar of one class, which is its program and its agent. */
    Path jarOf(Class<?> only) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Premain-Class", only.getName());
        manifest.getMainAttributes().putValue("Can-Retransform-Classes", "true");
        Path jar = work.resolve(only.getSimpleName() + ".jar");
        String entry = only.getName().replace('.', '/') + ".class";
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest);
                InputStream in = only.getResourceAsStream("/" + entry)) {
            out.putNextEntry(new JarEntry(entry));
            in.transferTo(out);
        }
        return jar;
    }

    /** With one rule that matches nothing. */
    List<String> byteman() throws IOException {
        Path script = Files.writeString(work.resolve("idle.btm"), """
                RULE idle
                CLASS com.acme.Client
                METHOD call
                AT ENTRY
                IF true
                DO traceln("called")
                ENDRULE
                """);
        return List.of("-javaagent:" + other("byteman-") + "=script:" + script);
    }

    /** With one aspect that matches nothing. */
    List<String> aspectj() throws IOException {
        Path directory = Files.createDirectories(work.resolve("aspectj/META-INF"));
        Files.writeString(directory.resolve("aop.xml"), """
                <aspectj><aspects><aspect name="%s"/></aspects></aspectj>
                """.formatted(IdleAspect.class.getName()));
        return List.of(
                "-javaagent:" + other("aspectjweaver-"),
                "-cp",
                directory.getParent() + File.pathSeparator + ForkedJvm.probes());
    }

    /** As it is delivered, with nowhere to send to. */
    List<String> openTelemetry() throws IOException {
        return List.of(
                "-javaagent:" + other("opentelemetry-javaagent-"),
                "-Dotel.traces.exporter=none",
                "-Dotel.metrics.exporter=none",
                "-Dotel.logs.exporter=none",
                "-Dotel.javaagent.logging=none");
    }

    /** Some 20,000 classes that others have written. */
    List<Path> jarsOfManyClasses() throws IOException {
        return jars("classes", "");
    }

    Path jarOfManyClasses(String prefix) throws IOException {
        return jars("classes", prefix).get(0);
    }

    private Path other(String prefix) throws IOException {
        return jars("agents", prefix).get(0);
    }

    private List<Path> jars(String directory, String prefix) throws IOException {
        List<Path> jars = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(work.resolve(directory), prefix + "*.jar")) {
            found.forEach(jars::add);
        }
        if (jars.isEmpty()) {
            throw new IOException("no " + prefix + "*.jar in " + work.resolve(directory));
        }
        Collections.sort(jars);
        return jars;
    }
}
