package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** An application that is a module, on the module path and in run-time images that have little but it. */
class ModularIT {
    private static final int FIRST_WITH_MODULES = 9;
    private static final String ORDERS = "com.acme.orders/com.acme.legacy.platform.Orders";

    @TempDir
    private Path temp;

    private Path module;

    @BeforeEach
    void packModule() throws IOException {
        module = Jars.write(
                temp.resolve("orders.jar"),
                Map.of(),
                "com/acme/legacy/platform/Orders.class",
                "com/acme/legacy/platform/Gateway",
                "com/acme/legacy/Counters");
        Path info = Files.writeString(
                temp.resolve("module-info.java"), "module com.acme.orders { requires static java.management; }\n");
        tool("javac", "--release", "9", "-d", temp.toString(), info.toString());
        tool("jar", "--update", "--file", module.toString(), "-C", temp.toString(), "module-info.class");
    }

    @OnFewJdks
    void onTheModulePath(TestJdk jdk) throws IOException {
        if (jdk.version() < FIRST_WITH_MODULES) {
            return;
        }
        OrdersRun run =
                new OrdersRun(jdk, temp, jvm -> jvm.jvm("-p", module.toString(), "--add-modules", "java.management"));

        Matrix.holds("platforms", "a module on the module path", jdk, run.countsToo(2, "-m", ORDERS));
    }

    /** What the agent can do without: java.management, java.logging, jdk.unsupported and all others. */
    @OnFewJdks
    void inAnImageWithNothingMoreThanTheAgentNeeds(TestJdk jdk) throws Exception {
        if (jdk.version() < FIRST_WITH_MODULES) {
            return;
        }
        TestJdk image = image(jdk, "java.instrument");

        OrdersRun run = new OrdersRun(image, temp, jvm -> jvm).looksTheSame("-m", ORDERS);

        assertThat(run.printed()).hasSize(6);
        assertThat(modules(image)).containsExactly("com.acme.orders", "java.base", "java.instrument");
        Matrix.holds("platforms", "a jlink image with java.instrument alone", jdk, "6 calls retried, no JMX");
    }

    @OnFewJdks
    void inAnImageWithAllThatTheAgentUses(TestJdk jdk) throws Exception {
        if (jdk.version() < FIRST_WITH_MODULES) {
            return;
        }
        TestJdk image = image(jdk, "java.instrument,java.management,java.logging,jdk.unsupported");

        Matrix.holds(
                "platforms",
                "a jlink image with java.instrument, java.management, java.logging, jdk.unsupported",
                jdk,
                new OrdersRun(image, temp, jvm -> jvm).countsToo(2, "-m", ORDERS));
    }

    /**
     * The JVM itself refuses to start with an agent there, and names what is missing; rules can be checked all the
     * same.
     */
    @OnFewJdks
    void inAnImageWithoutInstrumentation(TestJdk jdk) throws Exception {
        if (jdk.version() < FIRST_WITH_MODULES) {
            return;
        }
        TestJdk image = image(jdk, "java.base");

        ProcessResult refused = ForkedJvm.on(image).agent("").run("-m", ORDERS);
        ProcessResult check = command(image, "check", "--rules", BuildArtifacts.RULES.toString());
        ProcessResult attach = command(image, "top", "1");

        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.out() + refused.err()).contains("java.instrument");
        assertThat(check.succeeded().out()).contains("2 rule(s)", "are good");
        assertThat(attach.status()).isEqualTo(1);
        assertThat(attach.err()).contains("cannot attach: run the command with a JDK");
        Matrix.holds(
                "platforms",
                "a jlink image without java.instrument",
                jdk,
                "the JVM takes no agent and says why; check runs");
    }

    private static ProcessResult command(TestJdk image, String... command) {
        return ForkedJvm.on(image).jvm("-jar", BuildArtifacts.AGENT.toString()).run(command);
    }

    private TestJdk image(TestJdk jdk, String modules) throws IOException, InterruptedException {
        return RunTimeImage.link(jdk, temp.resolve("image"), module, "com.acme.orders," + modules);
    }

    private static List<String> modules(TestJdk image) {
        return ForkedJvm.on(image).run("--list-modules").outLines().stream()
                .map(line -> line.replaceAll("@.*", ""))
                .toList();
    }

    private static void tool(String name, String... arguments) {
        int status = ToolProvider.findFirst(name).orElseThrow().run(System.out, System.err, arguments);
        assertThat(status).as(name).isZero();
    }
}
