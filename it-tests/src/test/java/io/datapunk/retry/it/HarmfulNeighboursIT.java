package io.datapunk.retry.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.io.TempDir;

/** Another agent makes the agent's loaders define a class while they define it; and the agent's own jar is broken. */
class HarmfulNeighboursIT {

    private static final String START = "datapunk-retry/start.zip.gz";

    /**
     * Asks for the class that is being defined, as agents do that look for supertypes or nested classes: its class file
     * first, and then the class. JDK 8 crashes beside some agents where that defines the class twice.
     */
    private static final String OTHER_AGENT = """
            import java.lang.instrument.*;
            import java.security.ProtectionDomain;
            import java.util.*;

            public class Reentering implements ClassFileTransformer {
                private final ThreadLocal<String> inside = new ThreadLocal<>();
                private final Set<String> defined = Collections.synchronizedSet(new HashSet<String>());
                public static void premain(String options, Instrumentation instrumentation) { instrumentation.addTransformer(new Reentering()); }
                public byte[] transform(ClassLoader loader, String name, Class<?> redefined, ProtectionDomain domain, byte[] bytes) {
                    boolean isOfAgent = loader != null && loader.getClass().getName().startsWith("io.datapunk.retry.");
                    if (isOfAgent && name != null && name.startsWith("io/datapunk/retry/")) {
                        if (redefined == null && !defined.add(loader + name)) System.out.println("defined twice: " + name);
                        if (inside.get() == null) ask(loader, name, bytes);
                    }
                    return null;
                }
                private void ask(ClassLoader loader, String name, byte[] bytes) {
                    inside.set(name);
                    try {
                        java.net.URL address = loader.getResource(name + ".class");
                        if (address.openConnection().getContentLength() != bytes.length) System.out.println("another file: " + address);
                        loader.loadClass(name.replace('/', '.'));
                        System.out.println("there before it is defined: " + name);
                    } catch (ClassNotFoundException expected) {
                        // it is not there yet
                    } catch (Throwable t) { System.out.println("other agent: " + t); }
                    finally { inside.remove(); }
                }
            }
            """;

    private static final String PROGRAM = """
            import java.io.*;

            public class Neighbour {
                static class Client {
                    int calls;
                    String get() throws IOException { if (++calls < 3) throw new IOException("passes"); return "ok after " + calls; }
                }
                public static void main(String[] args) throws IOException {
                    while (args.length > 0) {
                        try { new Client().get(); break; } catch (IOException e) { Thread.yield(); } // not woven yet
                    }
                    System.out.println(new Client().get());
                }
            }
            """;

    @TempDir
    private Path temp;

    @OnEachJdk
    void noClassOfTheAgentIsDefinedTwiceByAnAgentThatAsksForIt(TestJdk jdk) throws IOException {
        Compiled.folderOf("Reentering", OTHER_AGENT, temp);
        Path other = temp.resolve("other.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(other))) {
            out.putNextEntry(new JarEntry("META-INF/MANIFEST.MF"));
            out.write("Manifest-Version: 1.0\nPremain-Class: Reentering\n".getBytes(UTF_8));
            out.putNextEntry(new JarEntry("Reentering.class"));
            out.write(Files.readAllBytes(temp.resolve("Reentering.class")));
        }
        ProcessResult otherFirst =
                program(ForkedJvm.on(jdk).agent(other, "").agent("log=off,rules=" + rules()), "until it is retried");
        assertThat(otherFirst.succeeded().keptStandardErrorEmpty().outLines()).containsExactly("ok after 3");
        ProcessResult otherLast =
                program(ForkedJvm.on(jdk).agent("log=off,rules=" + rules()).agent(other, ""), "until it is retried");
        assertThat(otherLast.succeeded().outLines()).containsExactly("ok after 3");
    }

    @OnEachJdk
    void strictStopsAJvmInWhichTheAgentCouldNotStart(TestJdk jdk) throws IOException {
        Path broken = brokenAgent();
        ProcessResult lenient = program(ForkedJvm.on(jdk).agent(broken, "rules=" + rules()));
        assertThat(lenient.status()).isEqualTo(1); // of the program, whose call fails
        assertThat(lenient.err())
                .contains("the agent could not start, the application runs without it", "IOException: passes");

        ProcessResult[] strict = {
            program(ForkedJvm.on(jdk).agent(broken, "strict=true,rules=" + rules())),
            program(ForkedJvm.on(jdk).jvm("-Ddatapunk.retry.strict=true").agent(broken, "rules=" + rules())),
            program(ForkedJvm.on(jdk)
                    .environment("DATAPUNK_RETRY_STRICT", "true")
                    .agent(broken, "rules=" + rules()))
        };
        for (ProcessResult each : strict) {
            assertThat(each.status()).isEqualTo(1);
            assertThat(each.err())
                    .contains(
                            "the agent could not start",
                            START + " is missing",
                            "strict=true: the JVM stops before main")
                    .doesNotContain("passes");
        }
    }

    private ProcessResult program(ForkedJvm jvm, String... arguments) throws IOException {
        Compiled.folderOf("Neighbour", PROGRAM, temp);
        return jvm.classPath(temp)
                .run(Stream.concat(Stream.of("Neighbour"), Stream.of(arguments)).toArray(String[]::new));
    }

    private Path rules() throws IOException {
        return Files.writeString(
                temp.resolve("rules.yml"), "version: 1\nrules: [{name: all, match: {class: Neighbour$Client}}]\n");
    }

    private Path brokenAgent() throws IOException {
        Path broken = temp.resolve("broken.jar");
        try (JarFile jar = new JarFile(BuildArtifacts.AGENT.toFile());
                JarOutputStream out = new JarOutputStream(Files.newOutputStream(broken))) {
            for (ZipEntry entry :
                    jar.stream().filter(each -> !each.getName().equals(START)).toList()) {
                out.putNextEntry(new JarEntry(entry.getName()));
                jar.getInputStream(entry).transferTo(out);
            }
        }
        return broken;
    }
}
