package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The fixtures' orders on some platform, twice: without the agent, and with it while two attempts of each call are
 * lost. From outside both must look the same.
 */
final class OrdersRun {
    static final String RULES = """
            version: 1
            defaults: {backoff: {strategy: fixed, delay: 1ms}, budget: off}
            rules:
              - {name: orders, match: {class: com.acme.legacy.*.*Gateway, method: charge*}}
            """;

    /** That each method gets. */
    private static final int CALLS = 3;

    private final TestJdk jdk;
    private final Path temp;
    private final UnaryOperator<ForkedJvm> platform;
    private List<String> printed;

    /**
     * Orders.
     *
     * @param temp for files of this run
     * @param platform puts the JVM's options
     */
    OrdersRun(TestJdk jdk, Path temp, UnaryOperator<ForkedJvm> platform) {
        this.jdk = jdk;
        this.temp = temp;
        this.platform = platform;
    }

    /** Runs both ways where there may be no JMX: that every call gets through is all that is seen of the retries. */
    OrdersRun looksTheSame(String... mainAndArguments) throws IOException {
        compare(withAgent(), mainAndArguments);
        return this;
    }

    /** What both have printed. */
    List<String> printed() {
        return printed;
    }

    /**
     * Runs both ways, and compares the counters with what was done.
     *
     * @param methods how many methods are woven
     * @return the figure
     */
    String countsToo(int methods, String... mainAndArguments) throws IOException {
        Path counters = temp.resolve("counters");
        compare(
                withAgent()
                        .jvm("-Dcounters=" + counters, "-Dexpected=" + methods)
                        .jvm("-Dmbeans=io.datapunk.retry:type=Method,*"),
                mainAndArguments);
        List<MethodCounters> seen = MethodCounters.read(counters);
        assertThat(seen).hasSize(methods).allSatisfy(method -> {
            assertThat(method.get("Calls")).as(method.signature()).isEqualTo(CALLS);
            assertThat(method.get("RetriedSuccesses")).as(method.signature()).isEqualTo(CALLS);
            assertThat(method.get("Retries")).as(method.signature()).isEqualTo(2 * CALLS);
        });
        return CALLS * methods + " calls retried";
    }

    private void compare(ForkedJvm withAgent, String... mainAndArguments) {
        ProcessResult plain = jvm().run(mainAndArguments).succeeded();
        ProcessResult woven = withAgent.run(mainAndArguments).succeeded();
        assertThat(woven.printedTheSameAs(plain).err()).isEqualTo(plain.err());
        printed = woven.outLines();
    }

    private ForkedJvm jvm() {
        return platform.apply(ForkedJvm.on(jdk));
    }

    private ForkedJvm withAgent() throws IOException {
        Path rules = Files.writeString(temp.resolve("rules.yml"), RULES);
        return jvm().agent("rules=" + rules).jvm("-Dfailures=2");
    }
}
