package com.acme.legacy.async;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;

/** Fetches orders with the HTTP client of Java 11. */
public class JdkHttpOrders implements Client {
    private final HttpClient http = HttpClient.newHttpClient();

    CompletableFuture<HttpResponse<String>> getOnce(Script script) {
        return start(script);
    }

    CompletableFuture<HttpResponse<String>> getInTime(Script script) {
        return start(script);
    }

    CompletableFuture<HttpResponse<String>> getQuickly(Script script) {
        return start(script);
    }

    CompletableFuture<HttpResponse<String>> getSlowly(Script script) {
        return start(script);
    }

    CompletableFuture<HttpResponse<String>> getGuarded(Script script) {
        return start(script);
    }

    private CompletableFuture<HttpResponse<String>> start(Script script) {
        URI uri = URI.create(System.getProperty("orders") + "/" + script.attempt());
        CompletableFuture<HttpResponse<String>> response =
                http.sendAsync(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        response.whenComplete((value, failure) -> {
            if (failure != null) { // cancelled, it tells so in different ways on different versions
                script.cancelled();
            }
        });
        return response;
    }

    private static Running watch(CompletableFuture<HttpResponse<String>> result) {
        CompletableFuture<String> text = result.thenApply(response -> {
            String body = response.body();
            return response.statusCode() + " " + body.substring(Math.max(0, body.indexOf(';')));
        });
        return new Running(text, () -> result.cancel(true));
    }

    @Override
    public Running fetch(Script script) {
        return watch(getOnce(script));
    }

    @Override
    public Running fetchInTime(Script script) {
        return watch(getInTime(script));
    }

    @Override
    public Running fetchQuickly(Script script) {
        return watch(getQuickly(script));
    }

    @Override
    public Running fetchSlowly(Script script) {
        return watch(getSlowly(script));
    }

    @Override
    public Running fetchGuarded(Script script) {
        return watch(getGuarded(script));
    }
}
