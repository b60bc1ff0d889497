package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/**
 * Stack and memory end at every point of what the agent does on an application's thread. Afterwards it works as before:
 * calls are retried and counted exactly, nothing hangs, and classes are woven or as they were.
 */
class NoStackLeftIT {

    private static final int SIZES = 8;
    private static final int ALL_SIZES = 200;
    private static final int MEMORY_POINTS = 15;
    private static final int ALL_MEMORY_POINTS = 300;

    private static final String RULES = """
            version: 1
            defaults: {budget: off, backoff: {strategy: fixed, delay: 0ms}}
            rules:
            - {name: plain, match: {class: NoStackLeft$Client, method: plain}}
            - {name: attempt-timeout, match: {class: NoStackLeft$Client, method: attemptTimeout}, attempt-timeout: 5m}
            - {name: timeout, match: {class: NoStackLeft$Client, method: timeout}, timeout: 5m, max-waiting: 500}
            - name: breaker
              match: {class: NoStackLeft$Client, method: breaker}
              circuit-breaker: {failure-rate: 100%, minimum-calls: 100}
              on-exhausted: wrap
            - name: results
              match: {class: NoStackLeft$Client, method: results}
              retry-if: [{property: isEmpty, in: [true]}]
              delay-hint: length
            - {name: later, match: {class: NoStackLeft$Later}}
            """;

    private static final String PROGRAM = """
            import java.io.*;
            import java.lang.management.ManagementFactory;
            import java.util.*;
            import javax.management.*;

            public class NoStackLeft {
                static class Client {
                    int attempts;
                    int left;
                    String attempt() throws IOException { attempts++; if (--left >= 0) throw new IOException("passes"); return "ok"; }
                    String plain() throws IOException { return attempt(); }
                    String attemptTimeout() throws IOException { return attempt(); }
                    String timeout() throws IOException { return attempt(); }
                    String breaker() throws IOException { return attempt(); }
                    String results() throws IOException { attempts++; return --left >= 0 ? "" : "ok"; }
                    String call(int i) throws IOException {
                        switch (i) { case 0: return plain(); case 1: return attemptTimeout(); case 2: return timeout(); case 3: return breaker(); default: return results(); }
                    }
                }
                public static class Later {
                    public static int attempts;
                    public static String get() throws IOException { if (++attempts % 3 != 0) throw new IOException("passes"); return "ok"; }
                }
                static final class Loader extends ClassLoader {
                    final byte[] bytes;
                    Loader(byte[] bytes) { super(NoStackLeft.class.getClassLoader()); this.bytes = bytes; }
                    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                        if (!name.equals("NoStackLeft$Later")) return super.loadClass(name, resolve);
                        Class<?> there = findLoadedClass(name);
                        return there != null ? there : defineClass(name, bytes, 0, bytes.length);
                    }
                }
                static final int FRAMES = 150;
                static long points;
                static int frames;
                static byte[] later;
                static final List<Class<?>> loaded = new ArrayList<>();

                static void deep(Client client, int kind) {
                    try { deep(client, kind); } catch (StackOverflowError e) { client.left = 0; }
                    if (frames < (kind < 5 ? FRAMES : 20 * FRAMES)) {
                        frames++;
                        if (kind == 5 && frames % 20 != 0) return;
                        try { once(client, kind); } catch (Throwable e) { client.left = 0; }
                    }
                }
                static void once(Client client, int kind) throws Exception {
                    points++;
                    if (kind < 5) { client.left = frames % 4; client.call(kind); }
                    else { loaded.add(Class.forName("NoStackLeft$Later", true, new Loader(later))); }
                }
                static void sweep(int sizes, int kinds) throws Exception {
                    for (int i = 0; i < sizes; i++) {
                        for (int kind = 0; kind < kinds; kind++) {
                            int of = kind;
                            frames = 0;
                            Thread thread = new Thread(null, () -> deep(new Client(), of), "deep", 170_000 + i * 1_013L);
                            thread.setDaemon(true);
                            thread.start();
                            thread.join(30_000);
                            if (thread.isAlive()) {
                                System.out.println("HANGS at " + Arrays.toString(thread.getStackTrace()));
                                System.exit(3);
                            }
                        }
                    }
                }
                static void memory(int count) throws Exception {
                    Client client = new Client();
                    Object[] held = null;
                    for (int i = 0; i < count; i++) {
                        held = null;
                        for (int size = 1 << 20; size >= 16; size /= 2) {
                            try { while (true) { held = new Object[] {held, new byte[size]}; } } catch (OutOfMemoryError e) { points += 0; }
                        }
                        for (int drop = 0; drop < i && held != null; drop++) { held = (Object[]) held[0]; }
                        for (int kind = 0; kind < 5; kind++) {
                            points++;
                            try { client.left = 2; client.call(kind); } catch (Throwable e) { client.left = 0; }
                        }
                    }
                }
                static long counted(String what) throws Exception {
                    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
                    long sum = 0;
                    for (ObjectName name : server.queryNames(new ObjectName("io.datapunk.retry:*"), null)) {
                        if (name.toString().contains("NoStackLeft$Client") && !name.toString().contains("type=CircuitBreaker")) sum += ((Number) server.getAttribute(name, what)).longValue();
                    }
                    return sum;
                }
                public static void main(String[] args) throws Exception {
                    InputStream in = NoStackLeft.class.getResourceAsStream("NoStackLeft$Later.class");
                    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                    for (int b = in.read(); b >= 0; b = in.read()) bytes.write(b);
                    later = bytes.toByteArray();
                    int count = Integer.parseInt(args[1]);
                    if (args[0].equals("memory")) memory(count); else sweep(count, args[0].equals("classes") ? 6 : 5);
                    int woven = 0;
                    for (Class<?> each : loaded) {
                        each.getField("attempts").setInt(null, 0);
                        try { each.getMethod("get").invoke(null); } catch (java.lang.reflect.InvocationTargetException e) { if (!(e.getCause() instanceof IOException)) throw e; }
                        int attempts = each.getField("attempts").getInt(null);
                        if (attempts != 3 && attempts != 1) { System.out.println("neither woven nor as it was: " + attempts); System.exit(4); }
                        woven += attempts == 3 ? 1 : 0;
                    }
                    if (args[0].equals("classes")) System.out.println("classes " + loaded.size() + ", of these woven " + woven);
                    Client client = new Client();
                    for (int i = 0; i < 5; i++) client.call(i);
                    ObjectName ofClient = new ObjectName("io.datapunk.retry:type=Method,class=\\"NoStackLeft$Client\\",*");
                    while (ManagementFactory.getPlatformMBeanServer().queryNames(ofClient, null).size() < 5) Thread.yield();
                    long retried = counted("RetriedSuccesses");
                    long first = counted("FirstTrySuccesses");
                    client.attempts = 0;
                    int ok = 0;
                    for (int i = 0; i < 1_000; i++) { client.left = 2; ok += client.call(i % 5).equals("ok") ? 1 : 0; }
                    System.out.println("points " + points);
                    System.out.println("calls " + ok + ", attempts " + client.attempts + ", counted " + (counted("RetriedSuccesses") - retried) + " and " + (counted("FirstTrySuccesses") - first));
                    System.exit(0);
                }
            }
            """;

    @TempDir
    private Path temp;

    @OnEachJdk
    void callsWhereTheStackEnds(TestJdk jdk) throws IOException {
        sweep(jdk, "calls", SIZES);
    }

    @OnFewJdks
    void classesThatAreWovenWhereTheStackEnds(TestJdk jdk) throws IOException {
        ProcessResult ended = sweep(jdk, "classes", SIZES / 3);
        assertThat(ended.out()).containsPattern("classes [1-9]\\d*, of these woven [1-9]");
    }

    @OnFewJdks
    void callsWhereMemoryEnds(TestJdk jdk) throws IOException {
        sweep(jdk, "memory", MEMORY_POINTS, "-Xmx24m", "-XX:+UseSerialGC");
    }

    @OnEachJdk
    @Tag("long")
    void all(TestJdk jdk) throws IOException {
        sweep(jdk, "classes", ALL_SIZES);
        sweep(jdk, "memory", ALL_MEMORY_POINTS, "-Xmx24m", "-XX:+UseSerialGC");
    }

    private ProcessResult sweep(TestJdk jdk, String what, int count, String... jvmOptions) throws IOException {
        Path rules = Files.writeString(temp.resolve("rules.yml"), RULES);
        Compiled.folderOf("NoStackLeft", PROGRAM, temp);
        ProcessResult ended = ForkedJvm.on(jdk)
                .within(20)
                .jvm(jvmOptions)
                .jvm("-Djava.util.logging.config.file=none")
                .agent("log=off,rules=" + rules)
                .classPath(temp)
                .run("NoStackLeft", what, String.valueOf(count))
                .succeeded();
        assertThat(ended.out()).contains("calls 1000, attempts 3000, counted 1000 and 0");
        System.out.println(jdk + ", " + what + ": " + String.join("; ", ended.outLines()));
        return ended;
    }
}
