package io.datapunk.retry.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What a process is open to others by, as Linux tells. */
final class Sockets {
    private static final String LISTENS = "0A";

    private Sockets() {}

    /** The addresses at which a process can be reached, by TCP or UDP; none where the system does not tell. */
    static Set<String> listening(long pid) throws IOException {
        Path process = Path.of("/proc", String.valueOf(pid));
        Set<String> listening = new HashSet<>();
        if (!Files.exists(process.resolve("net/tcp"))) {
            return listening;
        }
        Set<String> own = new HashSet<>();
        try (Stream<Path> open = Files.list(process.resolve("fd"))) {
            open.forEach(each -> own.add(linkOf(each)));
        }
        for (String table : List.of("tcp", "tcp6", "udp", "udp6")) {
            Path file = process.resolve("net").resolve(table);
            if (Files.exists(file)) {
                for (String line : new String(Files.readAllBytes(file), UTF_8).split("\n", -1)) {
                    String[] fields = line.trim().split(" +", -1);
                    if (fields.length > 9
                            && (fields[3].equals(LISTENS) || table.startsWith("udp"))
                            && own.contains("socket:[" + fields[9] + "]")) {
                        listening.add(table + " " + fields[1]);
                    }
                }
            }
        }
        return listening;
    }

    /** Empty where it has been closed meanwhile. */
    private static String linkOf(Path open) {
        try {
            return Files.readSymbolicLink(open).toString();
        } catch (IOException e) {
            return "";
        }
    }
}
