package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random rule sets with changing matches under eight threads: no call is lost, and each is counted once. Ten seconds a
 * JDK; with
 * {@code -Dsoak.minutes=60} an hour, and then what the JVM holds may not grow by more than beside an agent that
 * transforms the same classes as often.
 */
class SoakIT {
    private static final int SHORT_SECONDS = 10;
    private static final int PAUSE_MILLIS = 100;
    private static final String SEED = "2026";
    private static final String MAIN = "com.acme.legacy.soak.Soak";

    private static final long MAX_HEAP_KIB_PER_HOUR = 1024;

    @TempDir
    private Path temp;

    @OnFewJdks
    void noCallIsLostOrCountedWronglyWhileRulesChange(TestJdk jdk) throws Exception {
        int minutes = Integer.getInteger("soak.minutes", 0);
        String seconds = Integer.toString(minutes == 0 ? SHORT_SECONDS : minutes * 60);
        Path rules = Files.writeString(temp.resolve("rules.yml"), "version: 1\nrules: []\n");
        CompletableFuture<ProcessResult> beside =
                minutes == 0 ? null : CompletableFuture.supplyAsync(() -> control(jdk, minutes, seconds));

        ProcessResult ended = jvm(jdk, minutes)
                .agent("rules=" + rules + ",reload=off,jmx-write=true,log=off")
                .run(MAIN, rules.toString(), seconds, Integer.toString(PAUSE_MILLIS), SEED);

        Map<String, String> figures = figures(ended);
        assertThat(figures)
                .as(ended.toString())
                .containsEntry("calls lost", "0")
                .containsEntry("counted wrongly", "[]")
                .containsEntry("errors", "0");
        if (minutes > 0) {
            growsNoMoreThan(figures(beside.get()), figures, ended);
            Matrix.holds(
                    "leaks",
                    "random rule sets for " + minutes + " min under 8 threads: changes, calls",
                    jdk,
                    figures.get("changes") + ", " + figures.get("calls"));
            Matrix.holds(
                    "leaks",
                    "heap, and metaspace beside the same classes transformed as often: KiB an hour",
                    jdk,
                    perHour(figures, "heap") + ", " + perHour(figures, "metaspace") + " beside "
                            + perHour(figures(beside.get()), "metaspace"));
        }
    }

    private static void growsNoMoreThan(Map<String, String> beside, Map<String, String> figures, ProcessResult ended) {
        double perChange = (double) number(figures, "changes") / number(beside, "changes");
        assertThat(perHour(figures, "heap")).as(ended.toString()).isLessThan(MAX_HEAP_KIB_PER_HOUR);
        // Pools come and go: their threads are counted at random moments.
        assertThat(number(figures, "threads an hour")).as(ended.toString()).isLessThanOrEqualTo(1);
        assertThat(number(figures, "handles an hour")).as(ended.toString()).isLessThanOrEqualTo(1);
        for (String kind : new String[] {"metaspace", "resident"}) {
            // What a straight line through an hour of samples may be wrong by.
            long allowed = (long) (Math.max(0, perHour(beside, kind)) * perChange) + MAX_HEAP_KIB_PER_HOUR;
            assertThat(perHour(figures, kind))
                    .as("%s beside %s, %s", kind, beside, ended)
                    .isLessThan(allowed);
        }
    }

    private ProcessResult control(TestJdk jdk, int minutes, String seconds) {
        try {
            Path agent = Jars.write(
                    temp.resolve("control.jar"),
                    Map.of("Premain-Class", "com.acme.legacy.soak.Retransformer", "Can-Retransform-Classes", "true"),
                    "com/acme/legacy/soak/");
            return jvm(jdk, minutes)
                    .agent(agent, "")
                    .run(MAIN, "control", seconds, Integer.toString(PAUSE_MILLIS), SEED);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ForkedJvm jvm(TestJdk jdk, int minutes) {
        return ForkedJvm.on(jdk)
                .jvm("-Xmx128m")
                .classPath(BuildArtifacts.FIXTURE)
                .within(minutes + 5);
    }

    private static Map<String, String> figures(ProcessResult ended) {
        return ended.succeeded().outLines().stream()
                .collect(Collectors.toMap(
                        SoakIT::name, line -> line.substring(name(line).length() + 1)));
    }

    /** All of a line but its last word, or what stands in brackets. */
    private static String name(String line) {
        int list = line.indexOf(" [");
        return line.substring(0, list > 0 ? list : line.lastIndexOf(' '));
    }

    private static long perHour(Map<String, String> figures, String kind) {
        return number(figures, kind + " KiB an hour");
    }

    private static long number(Map<String, String> figures, String name) {
        return Long.parseLong(figures.get(name));
    }
}
