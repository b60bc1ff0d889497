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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whole servers with a rule for every class that only observes: they come up, answer and stop as without the agent.
 * What it costs goes into the table. With the profile {@code compatibility}, which fetches the servers.
 */
@Tag("compatibility")
class ServersUnderCatchAllIT {
    private static final String SPRING_BOOT_3 = "3.5.9";
    private static final String SPRING_BOOT_4 = "4.0.9";
    private static final String QUARKUS = "3.33.1";
    private static final int FIRST_OF_JAKARTA = 17;

    private static final Duration UNTIL_READY = Duration.ofMinutes(9);
    private static final long POLL_NANOS = 20_000_000;
    private static final int LINES_AT_MOST = 5;
    private static final int METHODS_AT_LEAST = 500;

    /** Far above what was seen: what fails is a cost that grows with the number of classes. */
    private static final int RATIO_AT_MOST = 8;

    /** 128 for a signal, and SIGTERM. */
    private static final int TERMINATED = 128 + 15;

    @TempDir
    private Path temp;

    private Path rules;
    private int port;

    @BeforeEach
    void prepare() throws IOException {
        rules = Files.writeString(temp.resolve("rules.yml"), """
                version: 1
                rules:
                  - {name: everything, match: {class: "**"}, mode: observe}
                """);
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
    }

    @OnEachJdk
    void tomcat(TestJdk jdk) throws Exception {
        Path home = BuildArtifacts.matrixServer("apache-tomcat-10");
        compare("Tomcat 10.1.59", jdk, "/hello/", folder -> {
            Tomcat tomcat = new Tomcat(home, folder, port);
            Files.copy(home.resolve("conf/web.xml"), folder.resolve("conf/web.xml"));
            Path application = Files.createDirectories(folder.resolve("webapps/hello"));
            Files.writeString(application.resolve("index.html"), "hello");
            return new Start(tomcat.jvm(jdk), Tomcat.START);
        });
    }

    @OnEachJdk
    void springBoot3(TestJdk jdk) throws Exception {
        springBoot(SPRING_BOOT_3, jdk);
    }

    @OnEachJdk
    void springBoot4(TestJdk jdk) throws Exception {
        springBoot(SPRING_BOOT_4, jdk);
    }

    private void springBoot(String version, TestJdk jdk) throws Exception {
        compare("Spring Boot " + version + " fat jar", jdk, "/hello", folder -> {
            Path jar = built("boot", version).resolve("served-1.jar");
            return new Start(ForkedJvm.on(jdk), "-jar", jar.toString(), "--server.port=" + port);
        });
    }

    @OnEachJdk
    void quarkus(TestJdk jdk) throws Exception {
        compare("Quarkus " + QUARKUS, jdk, "/hello", folder -> {
            Path jar = built("quarkus", QUARKUS).resolve("quarkus-app/quarkus-run.jar");
            return new Start(ForkedJvm.on(jdk).jvm("-Dquarkus.http.port=" + port), "-jar", jar.toString());
        });
    }

    @OnEachJdk
    void wildFly(TestJdk jdk) throws Exception {
        Path home = BuildArtifacts.matrixServer("wildfly-");
        compare("WildFly 39.0.1", jdk, "/", folder -> {
            AppServersIT.copy(home.resolve("standalone"), folder);
            ForkedJvm jvm = ForkedJvm.on(jdk)
                    .jvm(AppServersIT.OPENED)
                    .jvm("-Dlogging.configuration=file:" + folder.resolve("configuration/logging.properties"))
                    .jvm("-Dorg.jboss.boot.log.file=" + folder.resolve("boot.log"));
            return new Start(
                    jvm,
                    "-jar",
                    home.resolve("jboss-modules.jar").toString(),
                    "-mp",
                    home.resolve("modules").toString(),
                    "org.jboss.as.standalone",
                    "-Djboss.home.dir=" + home,
                    "-Djboss.server.base.dir=" + folder,
                    "-Djboss.bind.address=127.0.0.1",
                    "-Djboss.http.port=" + port,
                    "-Djboss.https.port=0",
                    "-Djboss.management.http.port=0",
                    "-Djboss.management.https.port=0");
        });
    }

    /** Without the agent, and with it. */
    private void compare(String server, TestJdk jdk, String page, Preparation preparation) throws Exception {
        if (jdk.version() < FIRST_OF_JAKARTA) {
            return; // none of them runs there
        }
        URI address = URI.create("http://127.0.0.1:" + port + page);
        Served plain = serve(preparation.in(temp.resolve("plain")), address);
        Start woven = preparation.in(temp.resolve("agent"));
        woven.jvm.agent("rules=" + rules);
        Served agent = serve(woven, address);

        assertThat(agent.body).isEqualTo(plain.body);
        assertThat(agent.ended.status()).as(agent.ended.toString()).isEqualTo(plain.ended.status());
        List<String> ofAgent = agent.ended
                .err()
                .lines()
                .filter(line -> line.contains("[datapunk-retry]"))
                .toList();
        assertThat(ofAgent).hasSizeLessThanOrEqualTo(LINES_AT_MOST).noneMatch(line -> line.contains(" ERROR "));
        assertThat(plain.wovenMethods).isZero();
        assertThat(agent.wovenMethods).isGreaterThan(METHODS_AT_LEAST);
        double ratio = (double) agent.cpu.toMillis() / plain.cpu.toMillis();
        assertThat(ratio).isLessThan(RATIO_AT_MOST);
        Matrix.holds(
                "catch-all",
                server,
                jdk,
                String.format(
                        Locale.ROOT,
                        "%.1f s of CPU, %.1f without (%.1f times); %d lines; stops in %.1f s, %.1f without",
                        agent.cpu.toMillis() / 1e3,
                        plain.cpu.toMillis() / 1e3,
                        ratio,
                        ofAgent.size(),
                        agent.stop.toMillis() / 1e3,
                        plain.stop.toMillis() / 1e3));
    }

    private static Served serve(Start start, URI address) throws Exception {
        try (RunningJvm server = start.jvm.start(start.mainAndArguments.toArray(String[]::new))) {
            String body = awaitAnswer(server, address);
            Duration cpu = server.cpu();
            int wovenMethods = wovenMethods(server);
            long began = System.nanoTime();
            ProcessResult ended = server.stop();
            assertThat(ended.status()).as(ended.toString()).isEqualTo(TERMINATED);
            return new Served(body, cpu, wovenMethods, Duration.ofNanos(System.nanoTime() - began), ended);
        }
    }

    /** 0 without the agent. */
    private static int wovenMethods(RunningJvm server) throws Exception {
        ObjectName agent = new ObjectName("io.datapunk.retry:type=Agent");
        try (JMXConnector connector = LocalJmx.connect(server.pid())) {
            MBeanServerConnection beans = connector.getMBeanServerConnection();
            if (!server.hasAgent()) {
                return beans.isRegistered(agent) ? -1 : 0;
            }
            LocalJmx.await(beans, agent.toString());
            return ((String[]) beans.getAttribute(agent, "WovenMethods")).length;
        }
    }

    private static String awaitAnswer(RunningJvm server, URI address) throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(address).build();
        long deadline = System.nanoTime() + UNTIL_READY.toNanos();
        while (System.nanoTime() < deadline && server.isAlive()) {
            try {
                HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
                if (answer.statusCode() == 200) {
                    return answer.body();
                }
            } catch (IOException e) {
                // it does not listen yet
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        throw new AssertionError("no answer: " + server.err());
    }

    /** An application's build folder; it is built once. */
    private static Path built(String application, String version) throws Exception {
        Path folder = BuildArtifacts.ROOT.resolve("it-tests/target/matrix-applications/" + application + "-" + version);
        Path target = folder.resolve("target");
        if (!Files.exists(target.resolve("served-1.jar"))) {
            AppServersIT.copy(BuildArtifacts.ROOT.resolve("it-tests/src/servers/" + application), folder);
            MavenRun.in(folder, new ArrayList<>(List.of("mvn", "-q", "-B", "package", "-Drevision=" + version)));
        }
        return target;
    }

    private interface Preparation {
        Start in(Path folder) throws Exception;
    }

    private record Start(ForkedJvm jvm, List<String> mainAndArguments) {
        Start(ForkedJvm jvm, String... mainAndArguments) {
            this(jvm, Stream.of(mainAndArguments).toList());
        }
    }

    private record Served(String body, Duration cpu, int wovenMethods, Duration stop, ProcessResult ended) {}
}
