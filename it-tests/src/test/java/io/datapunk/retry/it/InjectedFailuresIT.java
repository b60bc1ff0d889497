package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.bytebuddy.jar.asm.ClassReader;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/**
 * Something is thrown at the entry of each of the agent's methods that a call runs through: the caller gets what an
 * attempt of its own has come to, each call is counted once, and the next one is retried as ever.
 */
class InjectedFailuresIT {
    /** The entries of the hook itself: what is thrown there leaves nobody who could count. And the counters. */
    private static final Set<String> MAY_LEAVE_UNCOUNTED = Set.of(
            "java.lang.DatapunkRetryHook.",
            "io.datapunk.retry.agent.hook.RetryHook.doBeginAsync",
            "io.datapunk.retry.call.CallMetrics.",
            "io.datapunk.retry.call.FailureCounters.",
            "io.datapunk.retry.call.SingleWriterCounter.",
            "io.datapunk.retry.call.MethodRetry.countFirstTrySuccess",
            "io.datapunk.retry.call.MethodRetry.metrics",
            "io.datapunk.retry.call.CallRecord.end");

    private static final String RULES = """
            version: 1
            defaults: {budget: off, backoff: {strategy: fixed, delay: 1ms, jitter: none}}
            circuit-breakers: {never: {failure-rate: 100%, window: 1000 calls, minimum-calls: 1000}}
            budgets: {large: {ratio: 100%, min-per-second: 1000000}}
            rules:
              - {name: plain, match: {class: CALLED, method: plain}, backoff: {delay: 0ms}}
              - {name: looked, match: {class: CALLED, method: looked}, retry-if: [{equals: busy}]}
              - {name: wrapped, match: {class: CALLED, method: wrapped}, on-exhausted: wrap}
              - {name: replaced, match: {class: CALLED, method: replaced}, on-exhausted: {return: instead}}
              - name: guarded
                match: {class: CALLED, method: guarded}
                timeout: 1m
                attempt-timeout: 30s
                circuit-breaker: never
                budget: large
                max-waiting: 100
              - {name: observed, match: {class: CALLED, method: observed}, mode: observe}
              - {name: future, match: {class: CALLED, method: future}}
              - name: futureGuarded
                match: {class: CALLED, method: futureGuarded}
                timeout: 5m
                attempt-timeout: 2m
                circuit-breaker: never
                budget: large
                max-waiting: 100
              - {name: futureReplaced, match: {class: CALLED, method: futureReplaced}, on-exhausted: {return: instead}}
            """.replace("CALLED", "com.acme.legacy.faulty.Called");

    @TempDir
    private Path temp;

    @OnFewJdks
    void atEachSixthMethod(TestJdk jdk) throws Exception {
        sweep(jdk, "01", 6, jdk.version() % 6);
    }

    @Tag("long")
    @OnEachJdk
    void atEachMethodAndOfEachKind(TestJdk jdk) throws Exception {
        String figures = sweep(jdk, "0123", 1, 0);
        Matrix.holds("jvm", "a failure at the entry of each of the agent's methods on the way of a call", jdk, figures);
    }

    /** Gives how many runs there were. */
    private String sweep(TestJdk jdk, String kinds, int step, int first) throws Exception {
        Path rules = Files.writeString(temp.resolve("rules.yml"), RULES);
        Path injector = Jars.write(temp.resolve("injector.jar"), Map.of(), "com/acme/legacy/faulty/Injector.class");
        Path agent = Jars.write(
                temp.resolve("injecting.jar"),
                Map.of("Premain-Class", "com.acme.legacy.faulty.InjectingAgent"),
                "none");
        Path asm = Path.of(ClassReader.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());

        ProcessResult ended = ForkedJvm.on(jdk)
                .agent(agent, injector.toString())
                .agent("rules=" + rules + ",log=off")
                .classPath(BuildArtifacts.FIXTURE, asm)
                .within(20)
                .run("com.acme.legacy.faulty.Sweep", kinds, Integer.toString(step), Integer.toString(first));

        List<String> lines = ended.succeeded().outLines();
        assertThat(lines.subList(0, lines.size() - 1)).as(ended.toString()).allMatch(InjectedFailuresIT::isAllowed);
        String figures = lines.get(lines.size() - 1);
        assertThat(figures).contains("runs ");
        return figures.replaceAll(".*runs (\\d+).*", "$1 runs");
    }

    private static boolean isAllowed(String finding) {
        return finding.startsWith("NOT COUNTED")
                && MAY_LEAVE_UNCOUNTED.stream().anyMatch(method -> finding.contains(" in " + method));
    }
}
