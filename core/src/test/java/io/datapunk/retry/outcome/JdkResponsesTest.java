package io.datapunk.retry.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Responses of real clients of the JDK. */
class JdkResponsesTest {

    private HttpServer server;
    private URI uri;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().add("Retry-After", "7");
            exchange.sendResponseHeaders(503, -1);
            exchange.close();
        });
        server.start();
        uri = URI.create("http://localhost:" + server.getAddress().getPort() + "/");
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aResponseWhoseClassItsModuleHides() throws Exception {
        HttpResponse<InputStream> response = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofInputStream());
        AttemptOutcome attempt = AttemptOutcome.returned(response, null, null);

        assertThat(PropertyPath.parse("statusCode").read(attempt)).isEqualTo(503);
        assertThat(PropertyPath.parse("headers.firstValue(\"Retry-After\")").read(attempt))
                .isEqualTo("7");
        assertThat(HttpResponses.statusOf(response)).isEqualTo(503);
        assertThat(DelayHint.retryAfter().nanos(attempt, 0, ErrorReporter.IGNORED))
                .isEqualTo(TimeUnit.SECONDS.toNanos(7));
        List<String> problems = new ArrayList<>();
        Discard.CLOSE.discard(attempt, (what, error) -> problems.add(what + error));
        assertThat(problems).isEmpty();
        assertThatThrownBy(() -> response.body().read()).isInstanceOf(IOException.class);
    }

    @Test
    void anHttpUrlConnection() throws Exception {
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        assertThat(HttpResponses.statusOf(connection)).isEqualTo(503);
        assertThat(HttpResponses.retryAfterOf(connection)).isEqualTo("7");
    }
}
