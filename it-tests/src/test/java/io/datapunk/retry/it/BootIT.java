package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** A real Spring Boot fat jar shows the meters beside its own, without a line of configuration. */
class BootIT {

    private static final Path APPLICATION = BuildArtifacts.ROOT.resolve("it-tests/boot-app/target/boot-app.jar");

    @TempDir
    private Path temp;

    @OnFewJdks
    void showsTheMeters(TestJdk jdk) throws Exception {
        try (RunningJvm application = start(jdk, "")) {
            URI root = URI.create("http://localhost:" + application.await("port "));
            for (int i = 0; i < 4; i++) {
                assertThat(get(root.resolve("/charge"))).isEqualTo("charged ACME");
            }

            Scrape scrape = Scrape.await(root.resolve("/actuator/prometheus"), "datapunk_retry_budget_withdrawn_total");

            assertThat(scrape.sum("http_server_requests_seconds_count", "uri", "/charge"))
                    .isEqualTo(4);
            String[] gateway = {
                "rule", "gateway", "class", "com.acme.boot.Gateway", "method", "charge(java.lang.String)"
            };
            assertThat(scrape.sum("datapunk_retry_calls_total", gateway)).isEqualTo(4);
            assertThat(scrape.sum("datapunk_retry_calls_total", "outcome", "retried_success"))
                    .isEqualTo(4);
            assertThat(scrape.sum("datapunk_retry_retries_total", gateway)).isEqualTo(8);
            assertThat(scrape.sum("datapunk_retry_wait_seconds_total", gateway)).isPositive();
            assertThat(scrape.sum("datapunk_retry_circuit_state", "name", "gateways"))
                    .isZero();
            assertThat(scrape.has("datapunk_retry_circuit_state", "name", "gateways"))
                    .isTrue();
            assertThat(scrape.sum("datapunk_retry_budget_withdrawn_total", "name", "rule:gateway"))
                    .isEqualTo(8);
            assertThat(scrape.sum("datapunk_retry_enabled")).isEqualTo(1);
            assertThat(threads(jdk, application)).contains("\"datapunk-retry-metrics\"");
            assertThat(application.err()).doesNotContain("datapunk-retry");
        }
        Matrix.holds(
                "platforms",
                "Spring Boot 2.7.18 fat jar with Tomcat and Micrometer 1.9.17, a class of its own",
                jdk,
                "4 calls retried");
    }

    @OnFewJdks
    void showsNoneWithMetricsOff(TestJdk jdk) throws Exception {
        try (RunningJvm application = start(jdk, ",metrics=off")) {
            URI root = URI.create("http://localhost:" + application.await("port "));
            assertThat(get(root.resolve("/charge"))).isEqualTo("charged ACME");

            assertThat(get(root.resolve("/actuator/prometheus")))
                    .contains("http_server_requests")
                    .doesNotContain("datapunk");
            // Meters come a second late; the thread that would bring them is there at once.
            assertThat(threads(jdk, application))
                    .contains("\"datapunk-retry-reload\"")
                    .doesNotContain("\"datapunk-retry-metrics\"");
        }
    }

    private static String threads(TestJdk jdk, RunningJvm application) {
        return ForkedJvm.on(jdk)
                .tool("jcmd")
                .run(String.valueOf(application.pid()), "Thread.print")
                .succeeded()
                .out();
    }

    private RunningJvm start(TestJdk jdk, String more) throws IOException {
        Path rules = Files.writeString(temp.resolve("rules.yml"), """
                version: 1
                circuit-breakers:
                  gateways: {failure-rate: 90%}
                rules:
                  - name: gateway
                    match: {class: com.acme.boot.Gateway, method: charge}
                    backoff: {strategy: fixed, delay: 1ms}
                    circuit-breaker: gateways
                """);
        return ForkedJvm.on(jdk).agent("rules=" + rules + more).start("-jar", APPLICATION.toString());
    }

    private static String get(URI address) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
