package io.datapunk.retry.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The MBean of one woven method, as the fixture's {@code Counters} wrote it down in the forked JVM. */
record MethodCounters(String className, String signature, Map<String, Long> values) {
    static List<MethodCounters> read(Path file) {
        try {
            return Files.readAllLines(file).stream().map(MethodCounters::parse).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The method's name alone. */
    String name() {
        return signature.substring(0, signature.indexOf('('));
    }

    long get(String counter) {
        return values.get(counter);
    }

    /** {@code CLASS NAME=VALUE … SIGNATURE}, where only the signature may have spaces. */
    private static MethodCounters parse(String line) {
        Map<String, Long> values = new HashMap<>();
        int start = line.indexOf(' ') + 1;
        int end = line.indexOf(' ', start);
        while (end > 0 && line.substring(start, end).contains("=")) {
            int equals = line.indexOf('=', start);
            values.put(line.substring(start, equals), Long.parseLong(line.substring(equals + 1, end)));
            start = end + 1;
            end = line.indexOf(' ', start);
        }
        return new MethodCounters(line.substring(0, line.indexOf(' ')), line.substring(start), values);
    }
}
