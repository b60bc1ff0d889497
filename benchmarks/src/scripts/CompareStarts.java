import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.tools.ToolProvider;

/**
 * Compares starts with two jars of the agent: Hello without the agent, with a rule that matches nothing, and with one
 * woven class. The runs are interleaved; the table has the medians of wall time and of the greatest resident memory.
 * Linux alone.
 *
 * <pre>java benchmarks/src/scripts/CompareStarts.java OLD.jar NEW.jar [runs [java...]]</pre>
 */
final class CompareStarts {

    private static final String PROGRAM =
            """
            public class Hello {
                static int call(int x) throws java.io.IOException { return x; }
                public static void main(String[] a) throws Exception {
                    call(1);
                    for (String line : java.nio.file.Files.readAllLines(java.nio.file.Paths.get("/proc/self/status"))) {
                        if (line.startsWith("VmHWM")) System.out.println(line.replaceAll("\\\\D", ""));
                    }
                }
            }
            """;

    private static final String RULES =
            "version: 1%nrules:%n  - {name: hello, match: {class: %s, method: call}, retry-on: [java.io.IOException]}%n";

    private CompareStarts() {}

    public static void main(String[] arguments) throws Exception {
        String oldJar = new File(arguments[0]).getAbsolutePath();
        String newJar = new File(arguments[1]).getAbsolutePath();
        int runs = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 15;
        List<String> javas = arguments.length > 3
                ? Arrays.asList(arguments).subList(3, arguments.length)
                : List.of(System.getProperty("java.home") + "/bin/java");
        Path folder = Files.createTempDirectory("compare-starts");
        Path source = Files.writeString(folder.resolve("Hello.java"), PROGRAM);
        ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "--release", "8", "-d", folder.toString(), source.toString());
        Path none = Files.writeString(folder.resolve("none.yml"), String.format(RULES, "com.acme.Nobody"));
        Path woven = Files.writeString(folder.resolve("woven.yml"), String.format(RULES, "Hello"));
        Map<String, String> kinds = new LinkedHashMap<>();
        kinds.put("no agent", null);
        kinds.put("no match, old", oldJar + "=rules=" + none);
        kinds.put("no match, new", newJar + "=rules=" + none);
        kinds.put("one class woven, old", oldJar + "=rules=" + woven);
        kinds.put("one class woven, new", newJar + "=rules=" + woven);
        for (String java : javas) {
            System.out.println("\n" + java + ", medians of " + runs + " interleaved runs\n");
            System.out.println("| | wall ms | MiB |\n|---|--:|--:|");
            Map<String, List<long[]>> seen = new LinkedHashMap<>();
            for (int i = 0; i < runs; i++) {
                for (Map.Entry<String, String> kind : kinds.entrySet()) {
                    seen.computeIfAbsent(kind.getKey(), key -> new ArrayList<>())
                            .add(run(java, kind.getValue(), folder));
                }
            }
            seen.forEach((kind, all) ->
                    System.out.printf("| %s | %d | %.1f |%n", kind, median(all, 0), median(all, 1) / 1024.0));
        }
    }

    /** Milliseconds, and KiB. */
    private static long[] run(String java, String agent, Path folder) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(java, "-Xmx256m"));
        if (agent != null) {
            command.add("-javaagent:" + agent);
        }
        command.addAll(List.of("-cp", folder.toString(), "Hello"));
        long start = System.nanoTime();
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String out = new String(process.getInputStream().readAllBytes()).trim();
        if (process.waitFor() != 0) {
            throw new IOException(command + " failed");
        }
        return new long[] {(System.nanoTime() - start) / 1_000_000, Long.parseLong(out)};
    }

    private static long median(List<long[]> all, int column) {
        long[] values = all.stream().mapToLong(each -> each[column]).sorted().toArray();
        return values[values.length / 2];
    }
}
