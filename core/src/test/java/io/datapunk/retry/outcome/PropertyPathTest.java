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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PropertyPathTest {

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
        Attempt attempt = Attempt.returned(response, null, null);

        assertThat(PropertyPath.parse("statusCode").read(attempt)).isEqualTo(503);
        assertThat(PropertyPath.parse("headers.firstValue(\"Retry-After\")").read(attempt))
                .isEqualTo("7");
        assertThat(HttpResponses.statusOf(response)).isEqualTo(503);
        assertThat(DelayHint.retryAfter().nanos(attempt, 0, Problems.IGNORED)).isEqualTo(TimeUnit.SECONDS.toNanos(7));
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

    @Test
    void startsAtTheReceiverOrAnArgument() {
        Attempt attempt = Attempt.returned(null, "receiver", new Object[] {"first", List.of(1, 2)});
        assertThat(PropertyPath.parse("this.length").read(attempt)).isEqualTo(8);
        assertThat(PropertyPath.parse("arg0").read(attempt)).isEqualTo("first");
        assertThat(PropertyPath.parse("arg1.get(1)").read(attempt)).isEqualTo(2);
        assertThat(PropertyPath.parse("arg1").startsAtReceiverOrArgument()).isTrue();
        assertThat(PropertyPath.parse("argument").startsAtReceiverOrArgument()).isFalse();
        assertThatThrownBy(() -> PropertyPath.parse("arg2").read(attempt))
                .isInstanceOf(UnreadablePropertyException.class)
                .hasMessageContaining("the method has 2");
    }

    @Test
    void propertiesFieldsNullsAndOptionals() {
        Attempt attempt = Attempt.returned(new Bean(), null, null);
        assertThat(PropertyPath.parse("status").read(attempt)).isEqualTo(418);
        assertThat(PropertyPath.parse("open").read(attempt)).isEqualTo(true);
        assertThat(PropertyPath.parse("field").read(attempt)).isEqualTo("public");
        assertThat(PropertyPath.parse("getNothing.length").read(attempt)).isNull();
        assertThat(PropertyPath.parse("getOptional.length").read(attempt)).isEqualTo(2);
        assertThat(PropertyPath.parse("getEmpty").read(attempt)).isNull();
        assertThat(PropertyPath.parse("status").read(Attempt.returned(null, null, null)))
                .isNull();
    }

    @Test
    void whatCannotBeReadSaysSoWithoutValues() {
        Attempt attempt = Attempt.returned(new Bean(), null, null);
        assertThatThrownBy(() -> PropertyPath.parse("getMissing").read(attempt))
                .isInstanceOf(UnreadablePropertyException.class)
                .hasMessageContainingAll("getMissing", Bean.class.getName(), "no such accessor");
        assertThatThrownBy(() -> PropertyPath.parse("fails(\"secret\")").read(attempt))
                .isInstanceOf(UnreadablePropertyException.class)
                .hasMessageContainingAll("fails", "java.lang.IllegalStateException")
                .hasMessageNotContaining("password");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a..b         | column 3  | name of an accessor",
                "a.           | column 3  | the end",
                "a(           | column 3  | a literal",
                "a(\"x        | column 3  | a closing \"",
                "a(x)         | column 3  | a literal",
                "a(1 2)       | column 5  | \",\" or \")\"",
                "a b          | column 2  | \".\" or the end",
                "1a           | column 1  | name of an accessor",
            })
    void badPathsNameTheColumn(String text, String column, String expected) {
        assertThatThrownBy(() -> PropertyPath.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(column, expected);
    }

    @Test
    void wishesOfServers() {
        long now = Instant.parse("2026-11-23T12:00:00Z").toEpochMilli();
        assertWish("120", now, 120_000);
        assertWish("1.5", now, 1_500);
        assertWish(3, now, 3_000);
        assertWish("1m30s", now, 90_000);
        assertWish("Mon, 23 Nov 2026 12:00:10 GMT", now, 10_000);
        assertWish("Monday, 23-Nov-26 12:00:10 GMT", now, 10_000);
        assertWish("Mon Nov 23 12:00:10 2026", now, 10_000);
        assertWish("Mon, 23 Nov 2026 11:00:00 GMT", now, 0);
        assertWish(Instant.ofEpochMilli(now + 5), now, 5);
        assertWish(new Date(now + 6), now, 6);
        for (Object garbage : new Object[] {"soon", "", "Mon, 99 Nov 2026 12:00:10 GMT", new Object(), "1 2"}) {
            assertThat(RetryAfter.nanos(garbage, now)).as("%s", garbage).isEqualTo(-1);
        }
        assertThat(RetryAfter.nanos("1e300", now)).isEqualTo(Long.MAX_VALUE);
    }

    private static void assertWish(Object wish, long now, long millis) {
        assertThat(RetryAfter.nanos(wish, now)).as("%s", wish).isEqualTo(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    @Test
    void aResultThatCannotBeClosedIsReportedAndNoMore() {
        List<String> problems = new ArrayList<>();
        AutoCloseable failing = () -> {
            throw new IOException("no");
        };
        Discard.CLOSE.discard(Attempt.returned(failing, null, null), (what, error) -> problems.add(what));
        assertThat(problems).hasSize(1);
        Discard.KEEP.discard(Attempt.returned(failing, null, null), (what, error) -> problems.add(what));
        assertThat(problems).hasSize(1);
        StringBuilder called = new StringBuilder();
        Discard.calling(PropertyPath.parse("arg0.close"))
                .discard(Attempt.returned(5, null, new Object[] {(AutoCloseable) () -> called.append("x")}), null);
        assertThat(called).hasToString("x");
    }

    /** Package-private, so that only opening it helps. */
    @SuppressWarnings("unused")
    static final class Bean {
        public final String field = "public";

        public int getStatus() {
            return 418;
        }

        public boolean isOpen() {
            return true;
        }

        public String getNothing() {
            return null;
        }

        public Optional<String> getOptional() {
            return Optional.of("ab");
        }

        public Optional<String> getEmpty() {
            return Optional.empty();
        }

        public int fails(String argument) {
            throw new IllegalStateException("password " + argument);
        }
    }
}
