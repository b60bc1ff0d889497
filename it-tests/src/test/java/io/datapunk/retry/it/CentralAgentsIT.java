package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/**
 * Agents of other people from Maven Central beside ours, each before and after ours on the command line, at work on the
 * very method that is retried. With the profile {@code compatibility}, which fetches them.
 */
@Tag("compatibility")
class CentralAgentsIT {
    private static final String MAIN = "com.acme.legacy.beside.PatientLibrary";
    private static final int CALLS = LibraryApp.CALLS;
    private static final int ATTEMPTS = CALLS * LibraryApp.ATTEMPTS_OF_EACH;

    /** Some of them take ten seconds of CPU to start on Java 8. */
    private static final int MINUTES = 10;

    /** Glowroot's last reads class files up to this version of Java. */
    private static final int LAST_OF_GLOWROOT = 17;

    /** Jolokia 2 is compiled for it. */
    private static final int FIRST_OF_JOLOKIA_2 = 17;

    @TempDir
    private Path temp;

    private LibraryApp library;

    @BeforeEach
    void makeLibrary() {
        library = new LibraryApp(temp);
    }

    @OnEachJdk
    void datadog(TestJdk jdk) throws IOException {
        Path spans = temp.resolve("spans");
        Beside datadog = new Beside("dd-java-agent-", "")
                .with("-Ddd.trace.methods=com.acme.legacy.beside.Catalogue[find]")
                .with("-Ddd.writer.type=TraceStructureWriter:" + spans, "-Ddd.trace.startup.logs=false")
                .with("-Ddd.instrumentation.telemetry.enabled=false", "-Ddd.remote_config.enabled=false")
                .with("-Ddd.jmxfetch.enabled=false", "-Ddd.profiling.enabled=false")
                .with("-Ddd.dynamic.instrumentation.enabled=false", "-Ddd.crashtracking.enabled=false");

        for (boolean first : new boolean[] {true, false}) {
            Files.deleteIfExists(spans);
            run(datadog, first, jdk);
            holds("Datadog " + datadog.version() + ": spans", first, jdk, lines(spans, "trace.annotation"), !first);
        }
    }

    @OnEachJdk
    void elastic(TestJdk jdk) throws IOException {
        Path log = temp.resolve("elastic.log");
        Beside elastic = new Beside("elastic-apm-agent-", "")
                .with("-Delastic.apm.trace_methods=com.acme.legacy.beside.Catalogue#find", "-Delastic.apm.server_url=")
                .with("-Delastic.apm.log_level=DEBUG", "-Delastic.apm.log_file=" + log)
                .with("-Delastic.apm.central_config=false");

        for (boolean first : new boolean[] {true, false}) {
            Files.deleteIfExists(log);
            run(elastic, first, jdk);
            long transactions = lines(log, "ElasticApmTracer - endTransaction 'Catalogue#find'");
            holds("Elastic APM " + elastic.version() + ": transactions", first, jdk, transactions, !first);
        }
    }

    @OnEachJdk
    void byteman(TestJdk jdk) throws IOException {
        Path script = Files.writeString(temp.resolve("script.btm"), """
                RULE seen
                CLASS com.acme.legacy.beside.Catalogue
                METHOD find
                AT ENTRY
                IF true
                DO System.err.println("rule at find")
                ENDRULE
                """);
        Beside byteman = new Beside("byteman-", "script:" + script);

        for (boolean first : new boolean[] {true, false}) {
            String err = run(byteman, first, jdk).err();
            long rules = err.lines().filter("rule at find"::equals).count();
            holds("Byteman " + byteman.version() + ": rules run", first, jdk, rules, !first);
        }
    }

    @OnEachJdk
    void kanela(TestJdk jdk) throws IOException {
        Beside kanela = new Beside("kanela-agent-", "");
        Compiled.folderOf("Instrumented", """
                import kanela.agent.api.instrumentation.InstrumentationBuilder;
                import kanela.agent.libs.net.bytebuddy.asm.Advice;

                public class Instrumented extends InstrumentationBuilder {
                    public Instrumented() { onType("com.acme.legacy.beside.Catalogue").advise(method("find"), Seen.class); }
                    public static class Seen {
                        @Advice.OnMethodEnter public static void enter() { System.err.println("advice at find"); }
                    }
                }
                """, temp, kanela.jar);
        Files.writeString(temp.resolve("application.conf"), """
                kanela.modules { seen {
                  name = "seen", instrumentations = ["Instrumented"], within = ["com.acme.legacy.beside..*"]
                } }
                """);

        for (boolean first : new boolean[] {true, false}) {
            String err = run(kanela, first, jdk).err();
            long advice = err.lines().filter("advice at find"::equals).count();
            holds("Kanela " + kanela.version() + ": advice run", first, jdk, advice, false);
        }
    }

    /**
     * On the main thread, which may block, all is retried; on a thread that may not, a wait is refused and the call
     * fails.
     */
    @OnEachJdk
    void blockHound(TestJdk jdk) throws IOException {
        Beside blockHound = new Beside("blockhound-", "")
                .with(jdk.version() > 8 ? List.of("-XX:+AllowRedefinitionToAddDeleteMethods") : List.of());
        Compiled.folderOf("NonBlocking", """
                import com.acme.legacy.beside.*;
                import reactor.blockhound.BlockHound;

                public class NonBlocking implements reactor.blockhound.integration.BlockHoundIntegration {
                    @Override public void applyTo(BlockHound.Builder builder) {
                        builder.nonBlockingThreadPredicate(others -> others.or(thread -> thread.getName().equals("loop")));
                        builder.blockingMethodCallback(method -> {
                            System.err.println("blocks: " + method.getName());
                            throw new IllegalStateException("blocks");
                        });
                    }
                    public static void main(String[] arguments) throws Exception {
                        PatientLibrary.main(arguments);
                        Thread loop = new Thread(NonBlocking::find, "loop");
                        loop.start();
                        loop.join();
                    }
                    private static void find() {
                        try { new Catalogue().find("Ulysses", 1); } catch (Throwable t) { System.err.println("fails: " + t); }
                    }
                }
                """, temp, blockHound.jar, BuildArtifacts.FIXTURE);
        Path services = Files.createDirectories(temp.resolve("META-INF/services"));
        Files.writeString(services.resolve("reactor.blockhound.integration.BlockHoundIntegration"), "NonBlocking\n");

        for (boolean first : new boolean[] {true, false}) {
            String err = run(blockHound, "NonBlocking", first, jdk).err();
            assertThat(err.lines().filter("blocks: park"::equals)).as(err).hasSize(1);
            assertThat(err.lines()).contains("fails: java.io.IOException: find failed 1 times");
        }
        Matrix.holds(
                "agents",
                "BlockHound " + blockHound.version()
                        + ", both orders: waits refused on a thread that may not block; the failure of its call is the attempt's own",
                jdk,
                "1");
    }

    @OnEachJdk
    void jolokia(TestJdk jdk) throws Exception {
        boolean isTwo = jdk.version() >= FIRST_OF_JOLOKIA_2;
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Beside jolokia = new Beside(
                isTwo ? "jolokia-agent-jvm-" : "jolokia-jvm-",
                "port=" + port + ",host=127.0.0.1,discoveryEnabled=false");
        for (boolean first : new boolean[] {true, false}) {
            try (RunningJvm jvm = jvm(jolokia, first, jdk).start(MAIN)) {
                jvm.awaitContaining("Emma 2, edition of 2025");
                String read = "http://127.0.0.1:" + port
                        + "/jolokia/read/io.datapunk.retry:type=Method,rule=%22catalogue%22,*/Calls,Retries";
                assertThat(get(URI.create(read)))
                        .contains("\"Calls\":" + CALLS, "\"Retries\":" + (ATTEMPTS - CALLS), "\"status\":200");
                assertRetried(jvm.end(), first);
            }
        }
        Matrix.holds(
                "agents",
                "Jolokia (on 8: 1.7.2, from 17 on: 2.6.0), both orders: calls that it reads of ours",
                jdk,
                Integer.toString(CALLS));
    }

    /** Its own figures go to a collector, which is not on Maven Central. */
    @OnEachJdk
    void glowroot(TestJdk jdk) throws IOException {
        if (jdk.version() > LAST_OF_GLOWROOT) {
            return;
        }
        Files.createDirectories(temp.resolve("glowroot"));
        Files.writeString(temp.resolve("glowroot/config.json"), """
                {"instrumentation": [{
                  "className": "com.acme.legacy.beside.Catalogue", "methodName": "find", "methodParameterTypes": [".."],
                  "captureKind": "transaction", "transactionType": "Lookup", "transactionNameTemplate": "find",
                  "timerName": "find"
                }]}
                """);
        Beside glowroot = new Beside("glowroot-agent-", "")
                .with("-Dglowroot.conf.dir=" + temp.resolve("glowroot"), "-Dglowroot.log.dir=" + temp.resolve("log"))
                .with("-Dglowroot.tmp.dir=" + temp.resolve("tmp"), "-Dglowroot.agent.id=one")
                .with("-Dglowroot.collector.address=127.0.0.1:9");
        for (boolean first : new boolean[] {true, false}) {
            assertThat(run(glowroot, first, jdk).out())
                    .contains("agent id: one")
                    .doesNotContain("error weaving");
        }
        Matrix.holds("agents", "Glowroot " + glowroot.version() + " without its collector, both orders", jdk, "yes");
    }

    private ProcessResult run(Beside other, boolean otherFirst, TestJdk jdk) throws IOException {
        return run(other, MAIN, otherFirst, jdk);
    }

    /** The application under both agents: it prints what it prints alone, and its calls are retried and counted. */
    private ProcessResult run(Beside other, String main, boolean otherFirst, TestJdk jdk) throws IOException {
        return assertRetried(jvm(other, otherFirst, jdk).run(main), otherFirst);
    }

    private ForkedJvm jvm(Beside other, boolean otherFirst, TestJdk jdk) throws IOException {
        Path rules = Files.writeString(temp.resolve("patient.yml"), """
                version: 1
                defaults: {budget: off, backoff: {strategy: fixed, delay: 1ms}}
                rules:
                  - {name: catalogue, match: {class: com.acme.legacy.beside.Catalogue, method: find}}
                  - {name: probe, match: {class: com.acme.legacy.beside.PatientLibrary$Probe}}
                """);
        String ours = "rules=" + rules + ",log=info,log-file=" + log(otherFirst);
        ForkedJvm jvm = ForkedJvm.on(jdk).jvm(other.jvmOptions.toArray(String[]::new));
        jvm = otherFirst
                ? jvm.agent(other.jar, other.options).agent(ours)
                : jvm.agent(ours).agent(other.jar, other.options);
        return library.failing(jvm.within(MINUTES)).jvm("-Dmbeans=io.datapunk.retry:type=Method,rule=\"catalogue\",*");
    }

    private ProcessResult assertRetried(ProcessResult ended, boolean otherFirst) throws IOException {
        ended.succeeded();
        List<String> expected = LibraryApp.OUTPUT.lines().toList();
        assertThat(ended.outLines().stream().filter(expected::contains))
                .as(ended.toString())
                .containsExactlyElementsOf(expected);
        library.retriedEach(CALLS);
        List<String> told = Files.readAllLines(log(otherFirst));
        assertThat(told).noneMatch(line -> line.contains(" ERROR "));
        assertThat(told.stream().filter(line -> line.contains(" WARN ")))
                .allMatch(line -> line.contains("was not loaded in time")
                        || line.contains("the first attempt")
                        || line.contains("find failed 1 times"));
        assertThat(told.stream()
                        .filter(line -> line.contains(" is retried by the rule "))
                        .map(line -> line.substring(line.indexOf(" INFO ")))
                        .distinct())
                .as(ended.toString())
                .hasSize(2);
        return ended;
    }

    private Path log(boolean otherFirst) {
        return temp.resolve(otherFirst ? "other-first.log" : "ours-first.log");
    }

    private static void holds(String what, boolean otherFirst, TestJdk jdk, long seen, boolean onePerCall)
            throws IOException {
        String row = what + " for 2 calls of 3 attempts each, " + (otherFirst ? "its agent first" : "ours first");
        assertThat(seen).as(row).isEqualTo(onePerCall ? CALLS : ATTEMPTS);
        Matrix.holds("agents", row, jdk, seen + (onePerCall ? " (one per call)" : " (one per attempt)"));
    }

    private static long lines(Path file, String part) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.contains(part)).count();
        }
    }

    private static String get(URI address) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** Another agent with its options, and options of the JVM. */
    private record Beside(Path jar, String options, List<String> jvmOptions) {
        Beside(String beginning, String options) {
            this(BuildArtifacts.otherAgent(beginning), options, List.of());
        }

        Beside with(String... more) {
            return with(List.of(more));
        }

        Beside with(List<String> more) {
            return new Beside(
                    jar,
                    options,
                    Stream.concat(jvmOptions.stream(), more.stream()).toList());
        }

        String version() {
            return BuildArtifacts.version(jar);
        }
    }
}
