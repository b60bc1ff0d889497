package io.datapunk.retry.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each fault is at the client what its name says. */
class FlakyServerTest {
    private volatile Fault firstFault = Fault.NONE;
    private final FlakyServer server = FlakyServer.start((order, attempt) -> attempt == 1 ? firstFault : Fault.NONE);

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void sendsOrders() throws IOException {
        assertThat(body(get(Fault.NONE, 1))).isEqualTo("1;1037");
    }

    @Test
    void answersWithTheStatusOfTheFault() throws IOException {
        assertThat(get(Fault.UNAVAILABLE, 2).getResponseCode()).isEqualTo(503);
        assertThat(get(Fault.NOT_FOUND, 3).getResponseCode()).isEqualTo(404);
        HttpURLConnection tooMany = get(Fault.TOO_MANY_REQUESTS, 4);
        assertThat(tooMany.getResponseCode()).isEqualTo(429);
        assertThat(tooMany.getHeaderField("Retry-After")).isEqualTo("1");
    }

    @Test
    void breaksTheConnection() throws IOException {
        firstFault = Fault.RESET; // by hand, since HttpURLConnection asks again by itself
        URI url = URI.create(server.url());
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            socket.getOutputStream().write("GET /1 HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void breaksOffInTheMiddle() throws IOException {
        HttpURLConnection cut = get(Fault.CUT_SHORT, 1);
        assertThat(cut.getResponseCode()).isEqualTo(200);
        assertThatThrownBy(() -> body(cut)).isInstanceOf(IOException.class);
    }

    @Test
    void leavesTheClientWaiting() throws IOException {
        HttpURLConnection slow = get(Fault.SLOW, 5);
        slow.setReadTimeout(50);
        assertThatThrownBy(slow::getResponseCode).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void countsRequestsAndAttempts() throws IOException {
        assertThat(get(Fault.UNAVAILABLE, 9).getResponseCode()).isEqualTo(503);
        assertThat(get(Fault.UNAVAILABLE, 9).getResponseCode()).isEqualTo(200);
        assertThat(server.requests()).isEqualTo(2);
    }

    private HttpURLConnection get(Fault fault, int order) throws IOException {
        firstFault = fault;
        return (HttpURLConnection)
                URI.create(server.url() + "/orders/" + order).toURL().openConnection();
    }

    private static String body(HttpURLConnection connection) throws IOException {
        return new String(connection.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
}
