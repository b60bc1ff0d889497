package io.datapunk.retry.agent.cli.lint;

import io.datapunk.retry.agent.rules.WarningId;
import io.datapunk.retry.policy.AsyncExecution;

/** Methods that return a future, but block before they do: a later attempt blocks a thread of the async-executor. */
final class BlockingBody implements MethodLint {

    private static final KnownMethods BLOCKING = KnownMethods.of(
            "java.lang.Object wait",
            "java.lang.Process waitFor",
            "java.lang.Thread sleep join",
            "java.util.concurrent.BlockingDeque put take putFirst putLast takeFirst takeLast",
            "java.util.concurrent.BlockingQueue put take",
            "java.util.concurrent.CountDownLatch await",
            "java.util.concurrent.CyclicBarrier await",
            "java.util.concurrent.ExecutorService invokeAll invokeAny awaitTermination",
            "java.util.concurrent.Exchanger exchange",
            "java.util.concurrent.Future get join",
            "java.util.concurrent.Phaser awaitAdvance arriveAndAwaitAdvance",
            "java.util.concurrent.Semaphore acquire tryAcquire",
            "java.util.concurrent.TimeUnit sleep",
            "java.util.concurrent.locks.Condition await awaitNanos awaitUninterruptibly",
            "java.util.concurrent.locks.LockSupport park parkNanos parkUntil",
            "java.io.InputStream read readAllBytes readNBytes",
            "java.io.BufferedReader readLine",
            "java.net.ServerSocket accept",
            "java.net.Socket connect",
            "java.net.URL openStream getContent",
            "java.net.URLConnection connect getInputStream",
            "java.net.HttpURLConnection getResponseCode",
            "java.net.http.HttpClient send",
            "java.sql.Connection commit prepareStatement",
            "java.sql.DriverManager getConnection",
            "java.sql.Statement execute executeQuery executeUpdate executeBatch",
            "javax.sql.DataSource getConnection",
            "okhttp3.Call execute",
            "org.apache.commons.httpclient.HttpClient executeMethod",
            "org.apache.hc.client5.http.classic.HttpClient execute",
            "org.apache.http.client.HttpClient execute",
            "org.springframework.web.client.RestOperations *",
            "reactor.core.publisher.Flux blockFirst blockLast toIterable",
            "reactor.core.publisher.Mono block",
            "retrofit2.Call execute");

    @Override
    public WarningId id() {
        return WarningId.BLOCKING_BODY;
    }

    @Override
    public String look(MatchedMethod method) {
        AsyncExecution where = method.rule().policy().asyncExecution();
        if (!method.returnsFuture() || where == AsyncExecution.VIRTUAL) {
            return null;
        }
        String call = BLOCKING.firstOf(method.calls(), method.classes());
        if (call == null) {
            return null;
        }
        String blocks = method + " may block before it returns its future (it calls " + call + "): each later attempt ";
        return where == AsyncExecution.CALLER_RUNS
                ? blocks + "then blocks the one thread that ends all waits (async-executor: caller-runs); use common"
                : blocks
                        + "then holds a thread of the pool of async-executor: common; let the method return at "
                        + "once, or use"
                        + " async-executor: virtual on Java 21 and later";
    }
}
