package io.datapunk.retry.agent.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datapunk.retry.time.Clock;
import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {

    @TempDir
    private Path folder;

    private final StoppedClock clock = new StoppedClock();

    @Test
    void aFileThatIsRenamedIsOpenedAnew() throws IOException {
        Path file = folder.resolve("agent.log");
        try (OutputStream log = open(file)) {
            write(log, "one\n");
            Files.move(file, folder.resolve("agent.log.1"));
            write(log, "two\n");
            clock.now += 1_000_000_000;
            write(log, "three\n");
            write(log, "four\n");
        }
        assertThat(folder.resolve("agent.log.1")).hasContent("one\ntwo\n");
        assertThat(file).hasContent("three\nfour\n");
    }

    /** As logrotate does it unless told otherwise. */
    @Test
    void theEmptyFileThatWasMadeInItsPlaceIsTaken() throws IOException {
        Path file = folder.resolve("agent.log");
        try (OutputStream log = open(file)) {
            write(log, "one\n");
            Files.move(file, folder.resolve("agent.log.1"));
            Files.createFile(file);
            clock.now += 1_000_000_000;
            write(log, "two\n");
        }
        assertThat(file).hasContent("two\n");
    }

    @Test
    void whatWasThereStays() throws IOException {
        Path file = Files.writeString(folder.resolve("agent.log"), "before\n");
        try (OutputStream log = open(file)) {
            clock.now += 1_000_000_000;
            write(log, "one\n");
        }
        assertThat(file).hasContent("before\none\n");
    }

    /** Another user may put one there, in a folder where all may make files. */
    @Test
    void aLinkInItsPlaceIsNotFollowed() throws IOException {
        Path file = folder.resolve("agent.log");
        Path precious = Files.writeString(folder.resolve("precious"), "precious\n");
        Path moved = folder.resolve("agent.log.1");
        try (OutputStream log = open(file)) {
            write(log, "one\n");
            Files.move(file, moved);
            Files.createSymbolicLink(file, folder.resolve("precious"));
            Files.writeString(precious, "");
            clock.now += 1_000_000_000;
            write(log, "two\n");
            Files.delete(file);
            clock.now += 1_000_000_000;
            write(log, "three\n");
        }
        assertThat(precious).isEmptyFile();
        assertThat(moved).hasContent("one\ntwo\n");
        assertThat(file).hasContent("three\n");
    }

    @Test
    @Timeout(30)
    void whatWouldBlockIsToldAtOnce() throws Exception {
        Path fifo = folder.resolve("fifo");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor())
                .isZero();
        Path socket = folder.resolve("socket");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            String expected = ", expected a regular file, a character device, or no file as yet";
            assertThatThrownBy(() -> LogFile.open(fifo.toString())).hasMessage("found a named pipe (FIFO)" + expected);
            assertThatThrownBy(() -> LogFile.open(socket.toString())).hasMessage("found a socket" + expected);
            assertThatThrownBy(() -> LogFile.open(folder.toString())).hasMessage("found a directory" + expected);
        }
    }

    @Test
    void devicesAndStandardStreamsAreTaken() throws IOException {
        for (String path : new String[] {"/dev/null", "/dev/stdout", "/dev/stderr", "/proc/self/fd/2"}) {
            write(LogFile.open(path), "");
        }
    }

    private OutputStream open(Path file) throws IOException {
        return new LogFile(file.toFile().getCanonicalFile(), clock);
    }

    private static void write(OutputStream log, String text) throws IOException {
        log.write(text.getBytes(UTF_8));
    }

    private static final class StoppedClock implements Clock {
        private long now = -500;

        @Override
        public long nanoTime() {
            return now;
        }

        @Override
        public long epochMillis() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void park(long nanos) {
            throw new UnsupportedOperationException();
        }
    }
}
