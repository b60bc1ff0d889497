package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nobody can reach the agent from outside: it opens no port, whatever of it is in use. */
class PortsIT {

    @TempDir
    private Path temp;

    /** With JMX, meters, a recording, and {@code top} on it. */
    @OnEachJdk
    void opensNone(TestJdk jdk) throws Exception {
        Path rules = Files.writeString(temp.resolve("rules.yml"), ReportsAgreeIT.RULES);
        ForkedJvm jvm = ForkedJvm.on(jdk)
                .jvm("-XX:StartFlightRecording=filename=" + temp.resolve("recording.jfr"))
                .agent("rules=" + rules + ",log=error,jmx-write=true");
        try (RunningJvm application = watched(jvm)) {
            application.tell("write " + temp);
            application.await("done write");
            ForkedJvm command = ForkedJvm.on(jdk).jvm("-Djava.io.tmpdir=" + temp);
            try (RunningJvm top =
                    command.start("-jar", BuildArtifacts.AGENT.toString(), "top", "" + application.pid(), "--json")) {
                top.await("{\"at\":");
                assertThat(Sockets.listening(application.pid())).isEmpty(); // it has none of its own
                assertThat(Sockets.listening(top.pid())).isEmpty();
                isForItsUserAlone(temp);
            }
        }

        Matrix.holds("security", "Ports opened, by the agent with all its reports and by top", jdk, "0");
        Matrix.holds("security", "Permissions of the folder through which top gets its figures", jdk, "rwx------");
    }

    private static void isForItsUserAlone(Path temporary) throws IOException {
        try (Stream<Path> files = Files.list(temporary)) {
            Path folder = files.filter(file -> file.getFileName().toString().startsWith("datapunk-retry-top"))
                    .findAny()
                    .orElseThrow();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                    .isEqualTo("rwx------");
        }
    }

    /** So that the test above can fail. */
    @Test
    void areSeenWhereThereAreAny() throws Exception {
        TestJdk jdk = TestJdks.all().get(0);
        try (RunningJvm application = watched(ForkedJvm.on(jdk)
                .jvm(
                        "-Dcom.sun.management.jmxremote.port=0",
                        "-Dcom.sun.management.jmxremote.authenticate=false",
                        "-Dcom.sun.management.jmxremote.ssl=false"))) {
            if (Files.exists(Path.of("/proc/net/tcp"))) {
                assertThat(Sockets.listening(application.pid())).isNotEmpty();
            }
        }
    }

    private static RunningJvm watched(ForkedJvm jvm) throws Exception {
        RunningJvm application = jvm.classPath(ReportsAgreeIT.classPath()).start("com.acme.legacy.seen.Watched");
        application.await("ready");
        application.tell("load");
        application.await("done load");
        return application;
    }
}
