package io.datapunk.retry.benchmarks.performance;

import com.sun.management.OperatingSystemMXBean;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What it was measured on and with. */
final class Machine {
    static final String TABLE = "machine";
    static final String JVM = "JVM";
    static final String SHAPE = "shape";
    static final String WORD = "word";
    private static final int GIBI_SHIFT = 30;
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    private Machine() {}

    static void describe(Jdk jdk, Figures figures) throws IOException, InterruptedException {
        figures.forget(jdk, TABLE);
        figures.add(jdk, TABLE, JVM, WORD, jvm(jdk));
        figures.add(jdk, TABLE, SHAPE, WORD, shape());
    }

    /** The release of a library on the class path. */
    static String release(String artifact) {
        Matcher jar = Pattern.compile(
                        "(?:^|[/\\\\" + File.pathSeparator + "])" + Pattern.quote(artifact) + "-([0-9][^/\\\\]*)\\.jar")
                .matcher(System.getProperty("java.class.path"));
        return jar.find() ? jar.group(1) : "?";
    }

    private static String jvm(Jdk jdk) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(jdk.java(), "-version")
                .redirectErrorStream(true)
                .start();
        String[] lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split("\n");
        process.waitFor();
        return lines[lines.length - 1].trim();
    }

    private static String shape() throws IOException {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return String.format(
                Locale.ROOT,
                "%d virtual cores (%s), %d GiB, %s %s",
                system.getAvailableProcessors(),
                processor(),
                Math.round((double) system.getTotalMemorySize() / (1L << GIBI_SHIFT)),
                system.getName(),
                system.getArch());
    }

    private static String processor() throws IOException {
        if (Files.exists(PROCESSORS)) {
            for (String line : Files.readAllLines(PROCESSORS)) {
                if (line.startsWith("model name")) {
                    return line.substring(line.indexOf(':') + 1).trim();
                }
            }
        }
        return "?";
    }
}
