package io.datapunk.retry.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * A real PostgreSQL on loopback, from its binaries in a Maven artifact. Root may not run it: then it runs as nobody.
 */
final class Postgres implements AutoCloseable {

    private static final String BINARIES = "/postgres-linux-x86_64.txz";
    private static final int NOBODY = 65_534;

    private final Path directory;
    private final Process process;
    private final int port;

    private Postgres(Path directory, Process process, int port) {
        this.directory = directory;
        this.process = process;
        this.port = port;
    }

    static Postgres start() throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("postgres");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        unpack(directory);
        String data = directory.resolve("data").toString();
        Process made = command(
                        directory,
                        "initdb",
                        "-D",
                        data,
                        "-A",
                        "trust",
                        "-U",
                        "postgres",
                        "--no-locale",
                        "-E",
                        "UTF8",
                        "-N")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (made.waitFor() != 0) {
            throw new IOException("initdb has failed with " + made.exitValue());
        }
        int port;
        try (ServerSocket free = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Process server = command(
                        directory,
                        "postgres",
                        "-D",
                        data,
                        "-p",
                        String.valueOf(port),
                        "-k",
                        data,
                        "-c",
                        "fsync=off",
                        "-c",
                        "listen_addresses=127.0.0.1")
                .start();
        awaitReady(server);
        return new Postgres(directory, server, port);
    }

    private static ProcessBuilder command(Path directory, String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            command.addAll(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
        }
        command.add(directory.resolve("bin").resolve(program).toString());
        command.addAll(Arrays.asList(arguments));
        return new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
    }

    private static void unpack(Path directory) throws IOException {
        try (InputStream resource = Postgres.class.getResourceAsStream(BINARIES);
                TarArchiveInputStream tar = new TarArchiveInputStream(new XZCompressorInputStream(resource))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path file = directory.resolve(entry.getName()).normalize();
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else if (entry.isSymbolicLink()) {
                    Files.createDirectories(file.getParent());
                    Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
                } else {
                    Files.createDirectories(file.getParent());
                    Files.copy(tar, file);
                    String mode = (entry.getMode() & 0100) == 0 ? "rw-r--r--" : "rwxr-xr-x";
                    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
                }
            }
        }
    }

    private static void awaitReady(Process server) throws IOException {
        BufferedReader log = new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder seen = new StringBuilder();
        for (String line = log.readLine(); line != null; line = log.readLine()) {
            seen.append(line).append('\n');
            if (line.contains("ready to accept connections")) {
                Thread reader = new Thread(() -> log.lines().forEach(ignored -> {}), "postgres-log");
                reader.setDaemon(true);
                reader.start();
                return;
            }
        }
        throw new IOException("PostgreSQL has not started: " + seen);
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres";
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        process.onExit().join();
        try (var files = Files.walk(directory)) {
            files.sorted((a, b) -> b.compareTo(a)).forEach(file -> file.toFile().delete());
        }
    }
}
