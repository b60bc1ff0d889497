package io.datapunk.retry.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real responses over loopback: classes that the JDK hides, read through what is public of them. */
class HttpResponsesTest {

    private final List<String> problems = new ArrayList<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().add("Retry-After", "7");
            exchange.sendResponseHeaders(503, 4);
            exchange.getResponseBody().write(new byte[] {'b', 'u', 's', 'y'});
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void theClientOfTheJdk() throws Exception {
        HttpResponse<InputStream> response = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri()).build(), HttpResponse.BodyHandlers.ofInputStream());
        AttemptOutcome attempt = AttemptOutcome.returned(response, null, null);

        assertThat(PropertyPath.parse("statusCode").read(attempt)).isEqualTo(503);
        assertThat(PropertyPath.parse("headers.firstValue(\"Retry-After\")").read(attempt))
                .isEqualTo("7");
        assertThat(PropertyPath.parse("headers.firstValue('Absent')").read(attempt))
                .isNull();
        assertIsRetriedAfterSevenSeconds(attempt);

        Discard.CLOSE.discard(attempt, this::report);
        assertThat(catchRead(response.body())).isInstanceOf(IOException.class);
        assertThat(problems).isEmpty();
    }

    @Test
    void aBodyThatCannotBeClosedNeedNotBe() throws Exception {
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri()).build(), HttpResponse.BodyHandlers.ofString());

        Discard.CLOSE.discard(AttemptOutcome.returned(response, null, null), this::report);

        assertThat(problems).isEmpty();
    }

    @Test
    void theOldClientOfTheJdk() throws Exception {
        HttpURLConnection connection = (HttpURLConnection) uri().toURL().openConnection();
        AttemptOutcome attempt = AttemptOutcome.returned(connection, null, null);

        assertIsRetriedAfterSevenSeconds(attempt);
        Discard.CLOSE.discard(attempt, this::report);
        assertThat(problems).isEmpty();
    }

    private void assertIsRetriedAfterSevenSeconds(AttemptOutcome attempt) {
        OutcomeRules rules = OutcomeRules.builder()
                .retryIf(ResultMatcher.status(StatusCodes.parse(List.of("500-599")), null))
                .build();
        assertThat(rules.classify(attempt, this::report)).isEqualTo(Verdict.RETRYABLE);
        assertThat(DelayHint.retryAfter().nanos(attempt, 0, this::report)).isEqualTo(7_000_000_000L);
    }

    @Test
    void theStatusOfANumberIsItselfWhereItIsOne() {
        assertThat(HttpResponses.statusOf(503)).isEqualTo(503);
        assertThat(HttpResponses.statusOf(503L)).isEqualTo(503);
        assertThat(HttpResponses.statusOf((1L << 32) + 503)).isNull();
        assertThat(HttpResponses.statusOf(503.9)).isNull();
        assertThat(HttpResponses.statusOf(null)).isNull();
    }

    private URI uri() {
        return URI.create("http://" + server.getAddress().getAddress().getHostAddress() + ":"
                + server.getAddress().getPort() + "/");
    }

    private static Throwable catchRead(InputStream body) {
        return catchThrowable(body::read);
    }

    private void report(String what, Throwable error) {
        problems.add(what);
    }
}
