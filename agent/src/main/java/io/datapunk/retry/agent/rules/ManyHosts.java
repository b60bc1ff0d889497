package io.datapunk.retry.agent.rules;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** Clients whose methods call whatever host they are given: one dead host opens a breaker for all others. Stateless. */
public final class ManyHosts {

    private static final Set<String> CLIENTS = new HashSet<>(Arrays.asList(
            "com.squareup.okhttp.Call",
            "com.squareup.okhttp.OkHttpClient",
            "feign.Client",
            "feign.Client$Default",
            "jakarta.ws.rs.client.Client",
            "jakarta.ws.rs.client.Invocation",
            "jakarta.ws.rs.client.SyncInvoker",
            "java.net.HttpURLConnection",
            "java.net.Socket",
            "java.net.URL",
            "java.net.URLConnection",
            "java.net.http.HttpClient",
            "java.sql.DriverManager",
            "javax.net.SocketFactory",
            "javax.ws.rs.client.Client",
            "javax.ws.rs.client.Invocation",
            "javax.ws.rs.client.SyncInvoker",
            "jdk.internal.net.http.HttpClientFacade",
            "jdk.internal.net.http.HttpClientImpl",
            "okhttp3.Call",
            "okhttp3.Call$Factory",
            "okhttp3.OkHttpClient",
            "okhttp3.RealCall",
            "okhttp3.internal.connection.RealCall",
            "org.apache.commons.httpclient.HttpClient",
            "org.apache.commons.net.SocketClient",
            "org.apache.hc.client5.http.async.HttpAsyncClient",
            "org.apache.hc.client5.http.classic.HttpClient",
            "org.apache.hc.client5.http.impl.classic.CloseableHttpClient",
            "org.apache.http.client.HttpClient",
            "org.apache.http.impl.client.AbstractHttpClient",
            "org.apache.http.impl.client.CloseableHttpClient",
            "org.apache.http.nio.client.HttpAsyncClient",
            "org.asynchttpclient.AsyncHttpClient",
            "org.eclipse.jetty.client.HttpClient",
            "org.springframework.http.client.ClientHttpRequest",
            "org.springframework.web.client.RestClient",
            "org.springframework.web.client.RestOperations",
            "org.springframework.web.client.RestTemplate",
            "org.springframework.web.reactive.function.client.WebClient",
            "reactor.netty.http.client.HttpClient"));

    private ManyHosts() {}

    /** The client that is named by a rule itself; {@code null}: none, as far as names tell. */
    static String client(MatchSpec match) {
        for (Glob glob : match.classes()) {
            if (CLIENTS.contains(glob.text())) {
                return glob.text();
            }
        }
        return client(match.subtypeOf());
    }

    /** Whether a rule names such a client itself: then the reading of the rules tells it. */
    public static boolean isNamedBy(MatchSpec match) {
        return client(match) != null;
    }

    /** The first of these types that is such a client; {@code null}: none. */
    public static String client(Iterable<String> types) {
        for (String type : types) {
            if (CLIENTS.contains(type)) {
                return type;
            }
        }
        return null;
    }

    /** What to say of a breaker before one. */
    public static String message(String client) {
        return client + " calls many hosts, and one that is down opens the circuit breaker for all of them: put it on"
                + " methods of your own that call one service each";
    }
}
