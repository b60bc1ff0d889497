package io.datapunk.retry.demo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.httpclient.DefaultHttpMethodRetryHandler;
import org.apache.commons.httpclient.HttpClient;
import org.apache.commons.httpclient.HttpStatus;
import org.apache.commons.httpclient.MultiThreadedHttpConnectionManager;
import org.apache.commons.httpclient.methods.GetMethod;
import org.apache.commons.httpclient.params.HttpMethodParams;

/** Fetches orders as programs of 2007 did: one attempt each, over the two connections a host gets by default. */
public final class OrderClient {
    private static final int POOL_TIMEOUT_MILLIS = 10_000;
    private static final int SOCKET_TIMEOUT_MILLIS = 500;

    private final HttpClient http;
    private final String server;

    public OrderClient(String server) {
        this.server = server;
        http = new HttpClient(new MultiThreadedHttpConnectionManager());
        http.getParams().setConnectionManagerTimeout(POOL_TIMEOUT_MILLIS);
        http.getHttpConnectionManager().getParams().setConnectionTimeout(SOCKET_TIMEOUT_MILLIS);
        http.getHttpConnectionManager().getParams().setSoTimeout(SOCKET_TIMEOUT_MILLIS);
        http.getParams().setParameter(HttpMethodParams.RETRY_HANDLER, new DefaultHttpMethodRetryHandler(0, false));
    }

    /**
     * The order of that number.
     *
     * @throws IOException if the server could not be reached, or its answer broke off
     * @throws OrderException if it has answered something else than an order
     */
    public Order fetchOrder(int id) throws IOException, OrderException {
        GetMethod get = new GetMethod(server + "/orders/" + id);
        try {
            int status = http.executeMethod(get);
            if (status != HttpStatus.SC_OK) {
                throw new OrderException("HTTP " + status);
            }
            return Order.parse(text(get.getResponseBodyAsStream()));
        } finally {
            get.releaseConnection();
        }
    }

    private static String text(InputStream in) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[1024];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            out.write(buffer, 0, n);
        }
        return out.toString("UTF-8");
    }
}
