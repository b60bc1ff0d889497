package io.datapunk.retry.demo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An HTTP/1.1 server on loopback that answers {@code GET …/N} with order N, {@code N;CENTS}, and fails as its plan
 * says. It is written on plain sockets, since no HTTP server can be made to reset a connection.
 */
public final class FlakyServer implements AutoCloseable {
    /** Longer than any client here waits; only so that a lost client does not keep its thread for ever. */
    private static final int IDLE_MILLIS = 60_000;

    private static final int BACKLOG = 100;

    private final ServerSocket socket;
    private final FaultPlan plan;
    private final AtomicInteger requests = new AtomicInteger();
    private final ConcurrentHashMap<Integer, Integer> attempts = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "flaky-server");
        thread.setDaemon(true);
        return thread;
    });

    private FlakyServer(FaultPlan plan) throws IOException {
        this.plan = plan;
        socket = new ServerSocket(0, BACKLOG, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    }

    /** A server that accepts connections, on a port of its own. */
    public static FlakyServer start(FaultPlan plan) {
        try {
            FlakyServer server = new FlakyServer(plan);
            server.threads.execute(server::accept);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String url() {
        return "http://127.0.0.1:" + socket.getLocalPort();
    }

    /** How many requests have been read so far. */
    public int requests() {
        return requests.get();
    }

    /** What order {@code order} is worth. */
    public static long cents(int order) {
        return 1_000L + order * 37L;
    }

    @Override
    public void close() throws IOException {
        socket.close();
        threads.shutdownNow();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = socket.accept();
                threads.execute(() -> serve(client));
            }
        } catch (IOException | RejectedExecutionException e) {
            return; // closed
        }
    }

    private void serve(Socket client) {
        try (client) {
            client.setSoTimeout(IDLE_MILLIS);
            client.setTcpNoDelay(true);
            BufferedReader in = new BufferedReader(new InputStreamReader(client.getInputStream(), ISO_8859_1));
            int order = orderOf(in);
            while (order >= 0 && answer(order, client, in)) {
                order = orderOf(in);
            }
        } catch (IOException e) {
            return; // the client is gone, which is its right
        }
    }

    /** The number at the end of the path of the next request, or -1 at the end of the connection. */
    private static int orderOf(BufferedReader in) throws IOException {
        String request = in.readLine();
        if (request == null) {
            return -1;
        }
        for (String header = in.readLine(); header != null && !header.isEmpty(); ) {
            header = in.readLine();
        }
        String path = request.split(" ", -1)[1];
        return Integer.parseInt(path.substring(path.lastIndexOf('/') + 1));
    }

    /** @return whether the connection is good for another request */
    private boolean answer(int order, Socket client, BufferedReader in) throws IOException {
        requests.incrementAndGet();
        int attempt = attempts.merge(order, 1, Integer::sum);
        OutputStream out = client.getOutputStream();
        switch (plan.fault(order, attempt)) {
            case NONE -> send(out, "200 OK", "", order + ";" + cents(order));
            case UNAVAILABLE -> send(out, "503 Service Unavailable", "", "try later");
            case TOO_MANY_REQUESTS -> send(out, "429 Too Many Requests", "Retry-After: 1\r\n", "not so fast");
            case NOT_FOUND -> send(out, "404 Not Found", "", "no such order");
            case RESET -> {
                client.setSoLinger(true, 0); // close() sends RST instead of FIN
                return false;
            }
            case SLOW -> {
                in.readLine(); // ends when the client hangs up
                return false;
            }
            case CUT_SHORT -> {
                write(out, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n" + order % 10 + ";\r\n");
                return false;
            }
        }
        return true;
    }

    private static void send(OutputStream out, String status, String headers, String body) throws IOException {
        write(out, "HTTP/1.1 " + status + "\r\n" + headers + "Content-Length: " + body.length() + "\r\n\r\n" + body);
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(ISO_8859_1));
        out.flush();
    }
}
