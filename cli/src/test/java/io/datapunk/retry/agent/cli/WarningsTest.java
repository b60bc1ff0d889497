package io.datapunk.retry.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code check} warns of in class files, and what it does not. */
class WarningsTest {

    private static final String ANNOTATION = """
            package %s;
            public @interface %s { Propagation propagation() default Propagation.REQUIRED; %s }
            """;

    @TempDir
    private Path classes;

    @TempDir
    private Path temp;

    @Test
    void methodsWithinATransactionOfSpring() throws IOException {
        compileSpring();
        Sources.compile(
                classes,
                """
                import org.springframework.transaction.annotation.*;
                public class Orders { @Transactional public void book() {}
                  @Composed public void composed() {}
                  public void plain() {}
                  @Transactional(propagation = Propagation.NOT_SUPPORTED) public void outside() {} }
                """,
                """
                import org.springframework.transaction.annotation.*;
                @Transactional public class Accounts { public void read() {} public static void helper() {}
                  @Transactional(propagation = Propagation.NEVER) public void never() {} }
                """,
                "public class SubAccounts extends Accounts { public void inSub() {} }",
                """
                import org.springframework.transaction.annotation.*;
                interface Api { @Transactional void call(); void other(); }
                """,
                "public class Impl implements Api { public void call() {} public void other() {} }",
                "public class Orders$$SpringCGLIB$$0 extends Orders { @Override public void book() {} }",
                "import org.springframework.transaction.annotation.*;\n@Transactional @interface Composed {}",
                """
                import org.springframework.transaction.annotation.*;
                @Transactional final class Closed { public void call() {} private void hidden() {} }
                """,
                """
                package org.springframework.transaction.support;
                public interface TransactionCallback<T> { T doInTransaction(Object status); }
                """,
                """
                public class InTemplate implements org.springframework.transaction.support.TransactionCallback<String> {
                  public String doInTransaction(Object status) { return null; } public void other() {} }
                """);

        assertThat(methods("in-transaction", "match: {class: '*', method: '*'}"))
                .containsExactlyInAnyOrder(
                        "Orders.book()",
                        "Orders.composed()",
                        "Accounts.read()",
                        "SubAccounts.inSub()",
                        "Impl.call()",
                        "Closed.call()",
                        "Closed.hidden()",
                        "InTemplate.doInTransaction(java.lang.Object)");
        assertThat(methods("in-transaction", "match: {class: '*'}", "accept-warnings: [in-transaction]"))
                .isEmpty();
        assertThat(messages("in-transaction", "match: {class: Orders, method: book}"))
                .containsExactly("Orders.book() runs in a transaction"
                        + " (org.springframework.transaction.annotation.Transactional): through a generated proxy each"
                        + " attempt has a new one, but called from its own class, or where one is open already, its body is"
                        + " repeated within the transaction that the first failure has doomed; then put the rule where the"
                        + " transaction begins");
        assertThat(messages("in-transaction", "match: {class: Orders, method: book, proxies: target}"))
                .singleElement()
                .asString()
                .contains("and proxies: target has the method behind the proxy retried: its body is repeated");
        assertThat(messages("in-transaction", "match: {class: Impl}"))
                .singleElement()
                .asString()
                .contains("a proxy of the JDK for its interface is not the rule's, which would have to name Api");
        assertThat(messages("in-transaction", "match: {subtype-of: Api, class: Impl}"))
                .singleElement()
                .asString()
                .contains("through a generated proxy");
        assertThat(messages("in-transaction", "match: {class: Closed}"))
                .hasSize(2)
                .allMatch(message -> message.contains("and no generated class can override it: its body is repeated"));
    }

    private void compileSpring() throws IOException {
        Sources.compile(
                classes,
                "package org.springframework.transaction.annotation;\npublic enum Propagation {REQUIRED, NEVER, NOT_SUPPORTED}",
                ANNOTATION.formatted("org.springframework.transaction.annotation", "Transactional", ""));
    }

    @Test
    void beansOfEnterpriseJava() throws IOException {
        Sources.compile(
                classes,
                "package jakarta.ejb;\npublic @interface Stateless {}",
                "package javax.ejb;\npublic @interface Singleton {}",
                "package jakarta.ejb;\npublic @interface TransactionManagement { TransactionManagementType value(); }",
                "package jakarta.ejb;\npublic enum TransactionManagementType {BEAN, CONTAINER}",
                "@jakarta.ejb.Stateless public class Bean { public void call() {} }",
                "@javax.ejb.Singleton public class One { public void call() {} }",
                """
                import jakarta.ejb.*;
                @Stateless @TransactionManagement(TransactionManagementType.BEAN)
                public class Own { public void call() {} }
                """);

        assertThat(methods("in-transaction", "match: {class: '*', method: call}"))
                .containsExactlyInAnyOrder("Bean.call()", "One.call()");
    }

    @Test
    void whatRunsOnAConnection() throws IOException {
        Sources.compile(classes, """
                abstract class Driver implements java.sql.PreparedStatement {
                  public boolean execute() { return true; } public void close() {} }
                """);

        assertThat(methods("in-transaction", "match: {class: Driver}")).containsExactly("Driver.execute()");
    }

    @Test
    void argumentsThatAreUsedUp() throws IOException {
        Sources.compile(
                classes,
                """
                import java.io.*; import java.nio.*; import java.nio.channels.*; import java.util.*;
                  import java.util.stream.*;
                public class Store {
                  void stream(InputStream a) {} void own(String k, Own a) {} void reader(StringReader a) {}
                  void channel(FileChannel a) {} void iterator(Iterator<?> a) {} void scanner(Scanner a) {}
                  void stream2(IntStream a) {} void enumeration(Enumeration<?> a) {}
                  void rows(java.sql.ResultSet a) {}
                  void flow(java.util.concurrent.Flow.Publisher<?> a) {} void many(InputStream... a) {}
                  void buffer(ByteBuffer a) {} void out(OutputStream a) {} void spliterator(Spliterator<?> a) {}
                  void fine(String a, byte[] b, List<?> c, File d, Iterable<?> e, Object f, int g) {}
                  static class Own extends FilterInputStream { Own() { super(null); } public void close() {} } }
                """,
                "package org.apache.http;\npublic interface HttpEntity {}",
                "public class Body implements org.apache.http.HttpEntity {}",
                "public class Client { void post(Body a) {} }");

        assertThat(messages("one-shot-argument", "match: {class: [Store, Client]}"))
                .hasSize(15)
                .noneMatch(message -> message.startsWith("Store.fine"))
                .anyMatch(message -> message.startsWith("Store.own(java.lang.String, Store$Own) has an argument (arg1, "
                        + "Store$Own) that the first attempt uses up"))
                .anyMatch(message -> message.startsWith("Store.out(java.io.OutputStream) ")
                        && message.contains("keeps what a failed attempt has written"))
                .anyMatch(message ->
                        message.startsWith("Client.post(Body) ") && message.contains("was made of a stream"));
    }

    @Test
    void objectsThatCanBeUsedOnce() throws IOException {
        Sources.compile(
                classes,
                """
                package com.jcraft.jsch;
                public class Session { public void connect() {} public void connect(int t) {}
                  public void other() {} }
                """,
                "package retrofit2;\npublic interface Call<T> { T execute(); }",
                "public class OkHttpCall<T> implements retrofit2.Call<T> { public T execute() { return null; } }",
                """
                public abstract class Conn extends java.net.HttpURLConnection { Conn() { super(null); }
                  public int getResponseCode() { return 0; } public void connect() {} public void close() {} }
                """,
                "public class Work extends Thread { public void start() {} public void run() {} }",
                """
                public class Sock extends java.net.Socket { public void connect(java.net.SocketAddress a) {}
                  public static void start() {} }
                """);

        assertThat(methods("one-shot-object", "match: {class: '**'}"))
                .containsExactlyInAnyOrder(
                        "com.jcraft.jsch.Session.connect()",
                        "com.jcraft.jsch.Session.connect(int)",
                        "OkHttpCall.execute()",
                        "Conn.getResponseCode()",
                        "Conn.connect()",
                        "Work.start()",
                        "Sock.connect(java.net.SocketAddress)");
    }

    @Test
    void interruptsThatCloseChannels() throws IOException {
        Sources.compile(
                classes,
                "public class Files { java.nio.channels.FileChannel file; void write() {} }",
                "public class Derby { void write() { String url = \"jdbc:derby:orders\"; url.length(); } }",
                "package org.h2.jdbc;\npublic class JdbcStatement { public void run() {} }",
                "public class Remote { void write() { String url = \"jdbc:postgresql://db/orders\"; url.length(); } }");

        assertThat(methods("interrupt-closes-channels", "match: {class: '**'}", "attempt-timeout: 1s"))
                .containsExactlyInAnyOrder("Files.write()", "Derby.write()", "org.h2.jdbc.JdbcStatement.run()");
        assertThat(methods("interrupt-closes-channels", "match: {class: '**'}")).isEmpty();
        String gentle = "attempt-timeout: {after: 1s, interrupt: false}";
        assertThat(methods("interrupt-closes-channels", "match: {class: '**'}", gentle))
                .isEmpty();
        assertThat(methods("attempt-not-bounded", "match: {class: Files}", gentle))
                .containsExactly("Files.write()");
        assertThat(methods("attempt-not-bounded", "match: {class: Files}", "attempt-timeout: 1s"))
                .isEmpty();
    }

    @Test
    void bodiesThatBlockBeforeTheyReturnTheirFuture() throws IOException {
        Sources.compile(classes, """
                import java.util.concurrent.*;
                public class Client {
                  CountDownLatch all = new CountDownLatch(1);
                  CompletableFuture<String> waits() throws Exception { all.await(); return null; }
                  CompletableFuture<String> deep() throws Exception { return step(); }
                  private CompletableFuture<String> step() throws Exception { Thread.sleep(1); return null; }
                  CompletionStage<String> url(java.net.URL u) throws Exception { u.openStream(); return null; }
                  CompletableFuture<String> fine() {
                  return CompletableFuture.supplyAsync(() -> { try { all.await(); } catch (Exception e) {}
                  return null; }); }
                  String synchronous() throws Exception { all.await(); return null; } }
                """);

        assertThat(methods("blocking-body", "match: {class: Client, exclude: {method: step}}"))
                .containsExactlyInAnyOrder("Client.waits()", "Client.deep()", "Client.url(java.net.URL)");
        assertThat(messages("blocking-body", "match: {class: Client}", "async-executor: caller-runs"))
                .hasSize(4)
                .allMatch(message -> message.contains("the one thread that ends all waits"));
        assertThat(methods("blocking-body", "match: {class: Client}", "async-executor: virtual"))
                .isEmpty();
    }

    @Test
    void contextOfTheCallingThread() throws IOException {
        Sources.compile(
                classes,
                "package org.slf4j;\npublic class MDC { public static String get(String k) { return null; } }",
                """
                import java.util.concurrent.*;
                public class Client {
                  static final ThreadLocal<String> TENANT = new ThreadLocal<>();
                  static final InheritableThreadLocal<String> USER = new InheritableThreadLocal<>();
                  CompletableFuture<String> tenant() { TENANT.get(); return null; }
                  CompletableFuture<String> user() { return own(USER.get()); }
                  CompletableFuture<String> mdc() { return own(org.slf4j.MDC.get("id")); }
                  CompletableFuture<String> deep() { return own(null); }
                  private CompletableFuture<String> own(String u) { org.slf4j.MDC.get(u); return null; }
                  CompletableFuture<String> fine() { return CompletableFuture.supplyAsync(() -> TENANT.get()); }
                  String synchronous() { return TENANT.get(); } }
                """);

        assertThat(methods(
                        "thread-context",
                        "match: {class: Client, method: [tenant, user, mdc, deep, fine, synchronous]}"))
                .containsExactlyInAnyOrder("Client.tenant()", "Client.user()", "Client.mdc()", "Client.deep()");
    }

    @Test
    void streamsOfWorkThatHasBegun() throws IOException {
        Sources.compile(classes, """
                package reactor.core.publisher;
                import java.util.concurrent.*; import java.util.function.*;
                public class Mono<T> { public static <T> Mono<T> fromFuture(CompletableFuture<T> f) { return null; }
                  public static <T> Mono<T> fromFuture(Supplier<CompletableFuture<T>> f) { return null; }
                  public static <T> Mono<T> error(Throwable t) { return null; }
                  public static <T> Mono<T> defer(Supplier<Mono<T>> f) { return null; } }
                """, """
                import java.util.concurrent.*; import reactor.core.publisher.Mono;
                public class Client {
                  CompletableFuture<String> call() { return null; }
                  Mono<String> begun() { return Mono.fromFuture(call()); }
                  Mono<String> lazily() { return Mono.fromFuture(this::call); }
                  Mono<String> deferred() { return Mono.defer(() -> Mono.fromFuture(call())); }
                  Mono<String> caught() { try { call().get(); return null; } catch (Exception e) {
                  return Mono.error(e); } }
                  Mono<String> refuses(String s) { return s == null ? Mono.error(new Exception()) : null; } }
                """);

        assertThat(methods("eager-publisher", "match: {class: Client}"))
                .containsExactlyInAnyOrder("Client.begun()", "Client.caught()");
    }

    @Test
    void methodsOnAnEventLoop() throws IOException {
        Sources.compile(
                classes,
                "package io.netty.channel;\npublic interface ChannelHandler {}",
                "public class Handler implements io.netty.channel.ChannelHandler { public void read() {} }");

        assertThat(methods("event-loop", "match: {class: Handler}")).containsExactly("Handler.read()");
    }

    @Test
    void namesOfClassesThatAreNotThere() throws IOException {
        Sources.compile(
                classes,
                "package com.acme;\npublic class GatewayException extends Exception {}",
                "package com.acme;\npublic interface Flaky {}",
                "package com.acme;\npublic class Client { public void call() {} }",
                "package com.acme;\npublic class Orphan extends Client { }");
        Files.delete(classes.resolve("com/acme/GatewayException.class"));
        Sources.compile(classes, "package com.acme;\npublic class GatewayException extends Exception {}");

        assertThat(messages(
                        "unknown-exception",
                        "match: {class: com.acme.Client}",
                        "retry-on: [java.io.IOExcepton, com.acme.GatewayExceptoin, {exception: com.acme.Flaky},"
                                + " java.net.IOException, com.acme.Client, org.other.GoneException, java.io.IOException,"
                                + " com.acme.GatewayException, io.datapunk.retry.RetryTimeoutException]",
                        "abort-on: [java.lang.IllegalStateExcption]",
                        "circuit-breaker: {open-exception: com.acme.GatewayExcption}"))
                .satisfiesExactly(
                        message -> assertThat(message)
                                .startsWith("retry-on: there is no class java.io.IOExcepton ")
                                .endsWith("did you mean \"java.io.IOException\"?"),
                        message -> assertThat(message).endsWith("did you mean \"com.acme.GatewayException\"?"),
                        message -> assertThat(message).endsWith("did you mean \"java.io.IOException\"?"),
                        message -> assertThat(message)
                                .isEqualTo(
                                        "retry-on: com.acme.Client is a class, but no Throwable: nothing that is thrown"
                                                + " is one"),
                        message -> assertThat(message)
                                .contains("org.other.GoneException")
                                .endsWith("if it is of a library, give its jar as well"),
                        message -> assertThat(message)
                                .startsWith("abort-on: ")
                                .endsWith("did you mean \"java.lang.IllegalStateException\"?"),
                        message -> assertThat(message)
                                .startsWith("open-exception: ")
                                .endsWith("did you mean \"com.acme.GatewayException\"?"));
        assertThat(
                        messages(
                                "unknown-type",
                                "match: {subtype-of: [com.acme.Flakey, java.lang.Runnable], annotated-with: java.lang.Deprecate}"))
                .satisfiesExactlyInAnyOrder(
                        message -> assertThat(message)
                                .startsWith("match.subtype-of: ")
                                .endsWith("did you mean \"com.acme.Flaky\"?"),
                        message -> assertThat(message)
                                .startsWith("match.annotated-with: ")
                                .endsWith("did you mean \"java.lang.Deprecated\"?"));
    }

    @Test
    void resultsThatNeverHaveAStatus() throws IOException {
        Sources.compile(classes, """
                public class Client { String text() { return null; } byte[] bytes() { return null; } void none() {}
                  int code() { return 0; } Integer boxed() { return 0; } Object any() { return 0; } <T> T t() {
                  return null; }
                  Plain plain() { return null; } Answer answer() { return null; } Sub sub() { return null; }
                  Api api() { return null; }
                  static class Plain { int size; } static class Answer { int getStatusCode() { return 0; } }
                  static class Sub extends Answer {} interface Api {} }
                """);

        assertThat(methods("result-never-comes", "match: {class: Client}", "retry-if: [{status: [503]}]"))
                .containsExactlyInAnyOrder("Client.text()", "Client.bytes()", "Client.none()", "Client.plain()");
        assertThat(methods("result-never-comes", "match: {class: Client}", "retry-if: [{equals: null}]"))
                .isEmpty();
    }

    @Test
    void retriesWithinRetries() throws IOException {
        Sources.compile(
                classes,
                "public class Dao { String put() { return new Con().send(); } }",
                "public class Con { String send() { return \"\"; } }");

        String calls = "Dao.put() calls Con.send(), which this rule retries as well: ";
        assertThat(messages("nested-retries", "match: {class: [Dao, Con]}"))
                .containsExactly(calls + "what it has given up on is not retried once more (nested: innermost); if the"
                        + " outer one makes the connection that the inner one uses, keep the outer one alone, or give it"
                        + " nested: allow");
        assertThat(messages("nested-retries", "match: {class: [Dao, Con]}", "nested: allow"))
                .containsExactly(
                        calls + "with nested: allow the attempts multiply, up to 3 times 3; keep the outer one if it"
                                + " makes the connection that the inner one uses, else the inner one");
    }

    @Test
    void breakersBeforeSubclassesOfAClientOfManyHosts() throws IOException {
        Sources.compile(
                classes,
                "package okhttp3;\npublic interface Call { void execute(); }",
                "public class Wrapped implements okhttp3.Call { public void execute() {} }");

        assertThat(methods("breaker-for-many-hosts", "match: {class: Wrapped}", "circuit-breaker: {}"))
                .containsExactly("Wrapped.execute()");
        assertThat(methods("breaker-for-many-hosts", "match: {class: Wrapped}")).isEmpty();
    }

    @Test
    void ofManyMethodsAFewArePrintedAndAllAreInTheJson() throws IOException {
        StringBuilder source = new StringBuilder("public class Store { ");
        for (int i = 0; i < 10; i++) {
            source.append("void put").append(i).append("(java.io.InputStream in) {} ");
        }
        Sources.compile(classes, source.append('}').toString());
        Path rules = rules("match: {class: Store}");

        Ran text = check(rules);

        assertThat(text.out.lines().filter(line -> line.endsWith(" [one-shot-argument]")))
                .hasSize(4)
                .contains("  warning: and of 7 more methods; --json has more [one-shot-argument]");
        assertThat(methods("one-shot-argument", "match: {class: Store}")).hasSize(10);
    }

    @Test
    void warningsFailACheckWhereThatIsAskedFor() throws IOException {
        Sources.compile(classes, "public class Store { void put(java.io.InputStream in) {} }");

        assertThat(check(rules("match: {class: Store}")).status).isZero();
        assertThat(check(rules("match: {class: Store}"), "--fail-on-warning").status)
                .isEqualTo(1);
        assertThat(check(rules("match: {class: Store}", "accept-warnings: [one-shot-argument]"), "--fail-on-warning")
                        .status)
                .isZero();
        assertThat(check(rules("match: {class: Store, method: fine}", "timeout: 1ms"), "--fail-on-warning").out)
                .contains("[wait-past-timeout]")
                .contains("[matches-nothing]");
    }

    @Test
    void warningsOfTheRulesAloneAreInTheJsonToo() throws IOException {
        Path rules = rules("match: {class: Store}", "timeout: 1ms");

        JsonNode warning =
                new ObjectMapper().readTree(check(rules, "--json").out).at("/warnings/0");

        assertThat(warning.path("id").asText()).isEqualTo("wait-past-timeout");
        assertThat(warning.path("rule").asText()).isEqualTo("r");
        assertThat(warning.path("method").isNull()).isTrue();
        assertThat(warning.path("message").asText()).contains("rules.yml:5:").doesNotContain("[wait-past-timeout]");
    }

    private List<String> methods(String id, String... keys) throws IOException {
        return values("method", id, keys);
    }

    private List<String> messages(String id, String... keys) throws IOException {
        return values("message", id, keys);
    }

    private List<String> values(String value, String id, String... keys) throws IOException {
        JsonNode report = new ObjectMapper().readTree(check(rules(keys), "--json").out);
        assertThat(report.path("good").asBoolean()).as("%s", report).isTrue();
        List<String> found = new ArrayList<>();
        for (JsonNode warning : report.at("/rules/0/warnings")) {
            assertThat(warning.path("rule").asText()).isEqualTo("r");
            if (warning.path("id").asText().equals(id)) {
                found.add(warning.path(value).asText());
            }
        }
        return found;
    }

    private Path rules(String... keys) throws IOException {
        return Files.writeString(
                temp.resolve("rules.yml"),
                "version: 1\nrules:\n  - name: r\n" + String.join("\n", keys).indent(4));
    }

    private Ran check(Path rules, String... options) {
        StringWriter out = new StringWriter();
        List<String> arguments = new ArrayList<>(List.of("check", "--rules", rules.toString(), classes.toString()));
        arguments.addAll(List.of(options));
        int status = CommandLineMain.run(
                new PrintWriter(out, true), new PrintWriter(out, true), arguments.toArray(String[]::new));
        return new Ran(status, out.toString());
    }

    private record Ran(int status, String out) {}
}
