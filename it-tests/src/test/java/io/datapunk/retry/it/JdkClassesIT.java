package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;

/** Rules may name methods of the JDK's own classes, by the package. Nothing here leaves the machine. */
class JdkClassesIT {
    private static final int FIRST_WITH_HOSTS_FILE = 9;
    private static final String CONNECTIONS = "com.acme.legacy.jdk.Connections";
    private static final String PATIENT =
            "max-attempts: unlimited, timeout: 60s, backoff: {strategy: fixed, delay: 20ms}";

    @TempDir
    private Path temp;

    @OnEachJdk
    void aNameThatBecomesKnown(TestJdk jdk) throws IOException {
        ForkedJvm jvm = ForkedJvm.on(jdk);
        if (jdk.version() >= FIRST_WITH_HOSTS_FILE) {
            jvm.jvm("-Djdk.net.hosts.file=" + Files.createFile(temp.resolve("hosts")));
        }
        MethodCounters lookups = run(
                        jvm,
                        "{class: java.net.InetAddress, method: getByName(java.lang.String)}, " + PATIENT
                                + ", abort-on: [{exception: java.net.UnknownHostException, message: '.*nobody.*'}]",
                        "nobody is unknown\nshop.invalid/127.0.0.1\n",
                        "com.acme.legacy.jdk.Names")
                .get("getByName(java.lang.String)");

        assertThat(lookups.get("NotRetryable")).isEqualTo(1);
        assertThat(lookups.get("RetriedSuccesses")).isEqualTo(1);
        assertThat(lookups.get("Retries")).isGreaterThanOrEqualTo(2);
        Matrix.holds("jdk-classes", "java.net.InetAddress.getByName, of a name that becomes known", jdk, "yes");
    }

    @OnEachJdk
    void aPortThatIsListenedTo(TestJdk jdk) throws IOException {
        MethodCounters connections = run(
                        ForkedJvm.on(jdk),
                        "{class: javax.net.DefaultSocketFactory, method: createSocket}, " + PATIENT,
                        "connected: true\n",
                        CONNECTIONS,
                        "made")
                .get("createSocket(java.net.InetAddress, int)");

        assertThat(connections.get("RetriedSuccesses")).isEqualTo(1);
        assertThat(connections.get("Retries")).isGreaterThanOrEqualTo(2);
        Matrix.holds(
                "jdk-classes",
                "javax.net.DefaultSocketFactory.createSocket, to a port that is listened to later",
                jdk,
                "yes");
    }

    /** The JDK closes its sockets when they fail to connect, and says so of each further attempt. */
    @OnEachJdk
    void aSocketThatStaysOpen(TestJdk jdk) throws IOException {
        MethodCounters connections = run(
                        ForkedJvm.on(jdk),
                        "{class: java.net.Socket, method: 'connect(java.net.SocketAddress, int)'}",
                        "SocketException\nconnected: true\n",
                        CONNECTIONS,
                        "kept")
                .get("connect(java.net.SocketAddress, int)");

        assertThat(connections.get("Exhausted")).isEqualTo(1);
        assertThat(connections.get("RetriedSuccesses")).isEqualTo(1);
        assertThat(connections.get("Retries")).isEqualTo(4);
        Matrix.holds("jdk-classes", "java.net.Socket.connect, of a socket that stays open when it fails", jdk, "yes");
    }

    @OnEachJdk
    void checkTellsThatSocketsAreClosed(TestJdk jdk) throws IOException {
        if (jdk.version() < FIRST_WITH_HOSTS_FILE) {
            return; // check reads the JDK's classes as modules
        }
        Path rules = rules("{class: java.net.Socket, method: connect}");

        ProcessResult ended = ForkedJvm.on(jdk)
                .run("-jar", BuildArtifacts.AGENT.toString(), "check", "--rules", rules.toString(), "jrt:/java.base")
                .succeeded();

        assertThat(ended.out()).contains("closes its socket when it fails");
        Matrix.holds("jdk-classes", "check warns of java.net.Socket.connect", jdk, "yes");
    }

    @OnEachJdk
    void aDatabaseThatIsFull(TestJdk jdk) throws IOException {
        MethodCounters connections = run(
                        ForkedJvm.on(jdk),
                        "{class: java.sql.DriverManager, method: getConnection(java.lang.String)}",
                        "connected: true\n",
                        "com.acme.legacy.jdk.Databases")
                .get("getConnection(java.lang.String)");

        assertThat(connections.get("RetriedSuccesses")).isEqualTo(1);
        assertThat(connections.get("Retries")).isEqualTo(2);
        Matrix.holds(
                "jdk-classes", "java.sql.DriverManager.getConnection, SQLTransientConnectionException", jdk, "yes");
    }

    /** Counters by method, of a run that printed this. */
    private Map<String, MethodCounters> run(ForkedJvm jvm, String match, String output, String... mainAndArguments)
            throws IOException {
        Path counters = temp.resolve("counters");
        ProcessResult ended = jvm.agent("log=error,rules=" + rules(match))
                .jvm("-Dcounters=" + counters, "-Dexpected=1", "-Dmbeans=io.datapunk.retry:type=Method,*")
                .classPath(BuildArtifacts.FIXTURE)
                .run(mainAndArguments)
                .succeeded()
                .keptStandardErrorEmpty();
        assertThat(ended.out()).isEqualTo(output);
        return MethodCounters.read(counters).stream()
                .collect(Collectors.toMap(MethodCounters::signature, Function.identity()));
    }

    private Path rules(String match) throws IOException {
        return Files.writeString(temp.resolve("rules.yml"), """
                version: 1
                defaults: {budget: off, backoff: {strategy: fixed, delay: 1ms}}
                rules:
                  - {name: jdk, match: %s}
                """.formatted(match));
    }
}
