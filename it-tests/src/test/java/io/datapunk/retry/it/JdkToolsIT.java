package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The JDK's own tools, which get the agent too where {@code JAVA_TOOL_OPTIONS} is set for all that runs. */
class JdkToolsIT {

    @TempDir
    private Path temp;

    private Path rules;
    private Path source;

    @BeforeEach
    void writeFiles() throws IOException {
        rules = Files.writeString(temp.resolve("rules.yml"), """
                version: 1
                rules:
                  - {name: all, match: {class: "com.acme.**"}}
                """);
        source = Files.writeString(temp.resolve("Hello.java"), """
                public class Hello { void unused() { new Thread().stop(); } }
                """);
    }

    @OnEachJdk
    void javacAndJar(TestJdk jdk) throws IOException {
        Path plain = Files.createDirectories(temp.resolve("plain"));
        Path agent = Files.createDirectories(temp.resolve("agent"));

        Runs javac = runs(jdk, "javac", folder -> List.of("-d", folder.toString(), source.toString()), plain, agent);
        javac.areTheSame();
        assertThat(agent.resolve("Hello.class")).hasSameBinaryContentAs(plain.resolve("Hello.class"));
        assertThat(javac.plain().err()).as("of javac").contains("Hello.java");

        runs(
                        jdk,
                        "jar",
                        folder -> List.of(
                                "cfM", folder.resolve("out.jar").toString(), "-C", plain.toString(), "Hello.class"),
                        plain,
                        agent)
                .areTheSame();
        assertThat(agent.resolve("out.jar")).hasSameBinaryContentAs(plain.resolve("out.jar"));
        Matrix.holds("start", "javac, jar under JAVA_TOOL_OPTIONS: classes that a start must not wake", jdk, "0");
    }

    @OnEachJdk
    void keytool(TestJdk jdk) throws IOException {
        Path store = temp.resolve("store");
        String[] access = {"-keystore", store.toString(), "-storepass", "changeit"};
        List<String> make = Stream.concat(
                        Stream.of("-genkeypair", "-alias", "a", "-keyalg", "RSA", "-dname", "CN=a"), Stream.of(access))
                .toList();
        ForkedJvm.on(jdk)
                .tool("keytool")
                .run(Stream.concat(make.stream(), Stream.of("-keypass", "changeit"))
                        .toArray(String[]::new))
                .succeeded();

        Runs list = runs(jdk, "keytool", folder -> Stream.concat(Stream.of("-list"), Stream.of(access))
                .toList());

        list.areTheSame();
        assertThat(list.plain().out()).contains("PrivateKeyEntry");
        Matrix.holds("start", "keytool under JAVA_TOOL_OPTIONS: classes that a start must not wake", jdk, "0");
    }

    @OnEachJdk
    void jpsAndJcmd(TestJdk jdk) throws IOException, InterruptedException {
        try (RunningJvm application =
                ForkedJvm.on(jdk).classPath(BuildArtifacts.FIXTURE).start("com.acme.legacy.tuned.Attached")) {
            application.await("attempts 1");
            String pid = Long.toString(application.pid());

            Runs jps = runs(jdk, "jps", folder -> List.of());
            assertThat(jps.agent().outLines()).contains(pid + " Attached");
            jps.areTheSameBut(line -> !line.startsWith(pid + " "));
            runs(jdk, "jcmd", folder -> List.of(pid, "VM.command_line")).areTheSame();
            application.end().succeeded();
        }
        Matrix.holds("start", "jps, jcmd under JAVA_TOOL_OPTIONS: classes that a start must not wake", jdk, "0");
    }

    private Runs runs(TestJdk jdk, String tool, Arguments arguments) {
        return runs(jdk, tool, arguments, temp, temp);
    }

    private Runs runs(TestJdk jdk, String tool, Arguments arguments, Path plain, Path agent) {
        String agentOption = " -javaagent:" + BuildArtifacts.AGENT + "=rules=" + rules;
        return new Runs(run(jdk, tool, arguments.in(plain), ""), run(jdk, tool, arguments.in(agent), agentOption));
    }

    private static ProcessResult run(TestJdk jdk, String tool, List<String> arguments, String options) {
        return ForkedJvm.on(jdk)
                .tool(tool)
                .environment("JAVA_TOOL_OPTIONS", "-verbose:class" + options)
                .run(arguments.toArray(String[]::new));
    }

    private interface Arguments {
        List<String> in(Path folder);
    }

    /** A tool without and with the agent; both say which classes they load. */
    private record Runs(ProcessResult plain, ProcessResult agent) {

        void areTheSame() {
            areTheSameBut(line -> false);
        }

        void areTheSameBut(Predicate<String> others) {
            assertThat(agent.status()).as("exit status of %s", agent).isEqualTo(plain.status());
            assertThat(own(agent.out(), others)).isEqualTo(own(plain.out(), others));
            assertThat(own(agent.err(), others)).isEqualTo(own(plain.err(), others));
            Set<String> loaded = LoadedClasses.of(agent.outLines().stream());
            loaded.removeAll(LoadedClasses.of(plain.outLines().stream()));
            assertThat(loaded).anyMatch(name -> name.startsWith("io.datapunk.retry."));
            assertThat(loaded).noneMatch(LoadedClasses::isHeavy);
        }

        /** What the tool itself says. */
        private static List<String> own(String text, Predicate<String> others) {
            return text.lines()
                    .filter(line -> !LoadedClasses.isLine(line)
                            && !line.startsWith("Picked up JAVA_TOOL_OPTIONS: ")
                            && !others.test(line))
                    .toList();
        }
    }
}
