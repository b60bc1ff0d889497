package io.datapunk.retry.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.datapunk.retry.demo.Fault;
import io.datapunk.retry.demo.FaultPlan;
import io.datapunk.retry.demo.FlakyServer;
import java.io.IOException;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The demo's application, on every JDK: all orders that can be had, through a pool of two connections. */
class OrderAppIT {
    private static final int ORDERS = 100;
    private static final FaultPlan PLAN = FaultPlan.seeded(1);

    @OnEachJdk
    void fetchesWithTheAgentWhatCanBeHad(TestJdk jdk) throws IOException {
        int obtainable = PLAN.obtainable(ORDERS);
        long sum = LongStream.rangeClosed(1, ORDERS)
                .filter(order -> PLAN.fault((int) order, Integer.MAX_VALUE) == Fault.NONE)
                .map(order -> FlakyServer.cents((int) order))
                .sum();

        ProcessResult ended = run(ForkedJvm.on(jdk).agent("rules=" + BuildArtifacts.RULES));

        assertThat(ended.succeeded().keptStandardErrorEmpty().outLines())
                .startsWith("fetched " + obtainable + " of " + ORDERS, "sum " + sum);
    }

    @OnEachJdk
    void losesSomeWithoutIt(TestJdk jdk) throws IOException {
        ProcessResult ended = run(ForkedJvm.on(jdk));

        assertThat(ended.succeeded().outLines()).anyMatch(line -> line.matches("failed \\d+ x .*HTTP 503"));
    }

    @Test
    void hasNoTraceOfTheAgent() throws IOException {
        try (JarFile jar = new JarFile(BuildArtifacts.ORDER_APP.toFile())) {
            for (JarEntry entry :
                    jar.stream().filter(each -> !each.isDirectory()).toList()) {
                String content = new String(jar.getInputStream(entry).readAllBytes(), ISO_8859_1);
                assertThat(content.replace("io/datapunk/retry/demo/", "").replace("io.datapunk.retry.demo.", ""))
                        .as(entry.getName())
                        .doesNotContainIgnoringCase("datapunk");
            }
        }
    }

    private static ProcessResult run(ForkedJvm jvm) throws IOException {
        try (FlakyServer server = FlakyServer.start(PLAN)) {
            return jvm.run("-jar", BuildArtifacts.ORDER_APP.toString(), server.url(), Integer.toString(ORDERS));
        }
    }
}
