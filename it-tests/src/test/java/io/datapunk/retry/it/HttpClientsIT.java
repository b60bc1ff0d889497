package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.datapunk.retry.demo.Fault;
import io.datapunk.retry.demo.FaultPlan;
import io.datapunk.retry.demo.FlakyServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** Legacy HTTP clients against a real server: statuses, the server's wishes, and connections that are given back. */
class HttpClientsIT {

    private static final int ORDERS = 1_000;

    private Path[] libraries;

    /** Every order is refused at first, and the first of all with a wish. */
    private static final FaultPlan PLAN =
            (order, attempt) -> attempt > 1 ? Fault.NONE : order == 1 ? Fault.TOO_MANY_REQUESTS : Fault.UNAVAILABLE;

    @TempDir
    private Path temp;

    @OnFewJdks
    void ofTheJdk(TestJdk jdk) throws IOException {
        survives(jdk, "jdk", "{class: com.acme.legacy.clients.JdkOrders, method: open}", "");
    }

    @OnFewJdks
    void apacheHttpClient3(TestJdk jdk) throws IOException {
        survives(
                jdk,
                "httpclient3",
                "{class: org.apache.commons.httpclient.HttpClient, method: 'executeMethod(**)'}",
                "delay-hint: arg0.getResponseHeader(\"Retry-After\").getValue, discard: arg0.releaseConnection");
    }

    @OnFewJdks
    void apacheHttpClient4(TestJdk jdk) throws IOException {
        survives(
                jdk,
                "httpclient4",
                "{class: org.apache.http.impl.client.CloseableHttpClient, method: 'execute(**.HttpUriRequest)'}",
                "");
    }

    @OnFewJdks
    void apacheHttpClient5(TestJdk jdk) throws IOException {
        survives(jdk, "httpclient5", "{class: com.acme.legacy.clients.HttpClient5Orders, method: get}", "");
    }

    @OnFewJdks
    void okHttp3(TestJdk jdk) throws IOException {
        survives(jdk, "okhttp", "{class: com.acme.legacy.clients.OkHttp3Orders, method: get}", "");
    }

    @OnFewJdks
    void okHttp4(TestJdk jdk) throws IOException {
        libraries = BuildArtifacts.okHttp4();
        survives(jdk, "okhttp", "{class: com.acme.legacy.clients.OkHttp3Orders, method: get}", "");
    }

    /** What is not given back is missing soon: the test above would see it. */
    @OnFewJdks
    void keptResponsesExhaustThePool(TestJdk jdk) throws IOException {
        ProcessResult ended = run(
                jdk,
                "httpclient4",
                3,
                "{class: org.apache.http.impl.client.CloseableHttpClient, method: 'execute(**.HttpUriRequest)'}",
                "retry-on: [], discard: keep");
        assertThat(ended.succeeded().out()).doesNotContain("fetched 3").contains("ConnectionPoolTimeoutException");
    }

    private void survives(TestJdk jdk, String client, String match, String more) throws IOException {
        ProcessResult ended = run(jdk, client, ORDERS, match, more);
        assertThat(ended.succeeded().outLines()).containsExactly("fetched " + ORDERS, "waited true");
    }

    private ProcessResult run(TestJdk jdk, String client, int orders, String match, String more) throws IOException {
        String hint = more.contains("delay-hint") ? more : "delay-hint: true" + (more.isEmpty() ? "" : ", " + more);
        Path rules = Files.writeString(temp.resolve("rules.yml"), """
                version: 1
                defaults: {budget: off}
                rules:
                  - {name: orders, match: %s, retry-if: [{status: [429, 503]}], %s,
                     backoff: {strategy: fixed, delay: 0ms, max-delay: 30s, jitter: none}}
                """.formatted(match, hint));
        try (FlakyServer server = FlakyServer.start(PLAN)) {
            return ForkedJvm.on(jdk)
                    .agent("rules=" + rules)
                    .classPath(
                            libraries == null
                                    ? BuildArtifacts.withFixture("http", "commons-", "okhttp-", "okio-", "slf4j-api")
                                    : libraries)
                    .run("com.acme.legacy.clients.HttpOrders", client, server.url(), String.valueOf(orders));
        }
    }
}
