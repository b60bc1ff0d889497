package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The agent's jar is overwritten in place while the JVM runs, and memory is short: nothing of it is read again. */
class OverwrittenJarIT {

    private static final String PROGRAM = """
            import java.io.*;
            import java.util.concurrent.*;

            public class Overwritten {
                static class Client {
                    int left;
                    String get() throws IOException { if (--left >= 0) throw new IOException("passes"); return "ok"; }
                    CompletableFuture<String> later() {
                        CompletableFuture<String> future = new CompletableFuture<>();
                        if (--left >= 0) future.completeExceptionally(new IOException("passes")); else future.complete("ok");
                        return future;
                    }
                }
                static class Late extends Client { String late() throws IOException { return get(); } }
                public static void main(String[] args) throws Exception {
                    new Client().get();
                    long length = new File(args[0]).length();
                    try (OutputStream out = new FileOutputStream(args[0])) {
                        if (args[1].equals("zeros")) out.write(new byte[(int) length]);
                    }
                    System.gc();
                    System.gc();
                    Late client = new Late();
                    client.left = 2;
                    System.out.println(client.late());
                    client.left = 2;
                    System.out.println(client.later().get());
                    java.lang.management.ManagementFactory.getPlatformMBeanServer();
                    try { Class.forName("no.such.Class"); } catch (ClassNotFoundException e) { System.out.println("not found"); }
                }
            }
            """;

    @TempDir
    private Path temp;

    @OnEachJdk
    void callsAreRetriedAsBefore(TestJdk jdk) throws IOException {
        Path rules = Files.writeString(temp.resolve("rules.yml"), """
                version: 1
                defaults: {budget: off, backoff: {strategy: fixed, delay: 1ms}}
                rules: [{name: all, match: {class: 'Overwritten$*'}}]
                """);
        Compiled.folderOf("Overwritten", PROGRAM, temp);
        for (String with : new String[] {"nothing", "zeros"}) {
            Path jar = temp.resolve(with + ".jar");
            Files.copy(BuildArtifacts.AGENT, jar);
            ProcessResult ended = ForkedJvm.on(jdk)
                    .jvm("-XX:SoftRefLRUPolicyMSPerMB=0")
                    .agent(jar, "rules=" + rules)
                    .classPath(temp)
                    .run("Overwritten", jar.toString(), with)
                    .succeeded()
                    .keptStandardErrorEmpty();
            assertThat(ended.outLines()).containsExactly("ok", "ok", "not found");
        }
    }
}
