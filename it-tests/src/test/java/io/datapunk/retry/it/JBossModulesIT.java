package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** JBoss Modules, where a module sees nothing but what it depends on; no system package has been added to that. */
class JBossModulesIT {

    @TempDir
    private Path temp;

    private Path modules;

    @BeforeEach
    void makeFolder() throws IOException {
        modules = Files.createDirectories(temp.resolve("modules"));
    }

    /** The launcher finds the application's choices among its services, and makes them before it calls main. */
    @OnEachJdk
    void anApplicationsOwnLogManagerAndBuilder(TestJdk jdk) throws IOException {
        Path folder = module("com.acme.shop", """
                <main-class name="com.acme.legacy.seen.Servers"/>
                <resources><resource-root path="shop.jar"/><resource-root path="chosen"/></resources>
                <dependencies>%s</dependencies>
                """.formatted(dependencies(jdk, "java.logging", "java.management")));
        Files.copy(BuildArtifacts.FIXTURE, folder.resolve("shop.jar"));
        Path services = Files.createDirectories(folder.resolve("chosen/META-INF/services"));
        Files.writeString(services.resolve("java.util.logging.LogManager"), "com.acme.legacy.seen.OwnLogManager\n");
        Files.writeString(services.resolve("javax.management.MBeanServerBuilder"), "com.acme.legacy.seen.OwnBuilder\n");
        Path counters = temp.resolve("counters");
        Path rules = Files.writeString(temp.resolve("rules.yml"), """
                version: 1
                rules:
                  - name: served
                    match: {class: com.acme.legacy.PaymentClient, method: charge}
                    backoff: {strategy: fixed, delay: 1ms}
                """);

        ProcessResult ended = ForkedJvm.on(jdk)
                .jvm("-Dcounters=" + counters, "-Dexpected=1", "-Dmbeans=io.datapunk.retry:type=Method,*")
                .agent("rules=" + rules)
                .run("-jar", launcher(jdk).toString(), "-mp", modules.toString(), "com.acme.shop", "options");

        assertThat(ended.succeeded().outLines()).containsExactly("own server true", "log manager OwnLogManager");
        assertThat(ended.err()).doesNotContain("WARN", "Failed", "[datapunk-retry]");
        assertThat(MethodCounters.read(counters))
                .singleElement()
                .satisfies(seen -> assertThat(seen.get("RetriedSuccesses")).isEqualTo(1));
        Matrix.holds("platforms", "JBoss Modules, an application's own log manager and MBean server", jdk, "yes");
    }

    @OnEachJdk
    void callsOfEveryKind(TestJdk jdk) throws IOException {
        Path guava = module("com.google.guava", """
                <resources><resource-root path="guava.jar"/><resource-root path="failureaccess.jar"/></resources>
                <dependencies>%s</dependencies>
                """.formatted(dependencies(jdk, "java.logging")));
        Files.copy(BuildArtifacts.client("guava-"), guava.resolve("guava.jar"));
        Files.copy(BuildArtifacts.client("failureaccess"), guava.resolve("failureaccess.jar"));
        Path orders = module("com.acme.orders", """
                <main-class name="com.acme.legacy.platform.Orders"/>
                <resources><resource-root path="orders.jar"/></resources>
                <dependencies>%s</dependencies>
                """.formatted(
                        "<module name=\"com.google.guava\"/>" + dependencies(jdk, "java.management")));
        Files.copy(BuildArtifacts.FIXTURE, orders.resolve("orders.jar"));

        String figure = new OrdersRun(jdk, temp, jvm -> jvm)
                .countsToo(3, "-jar", launcher(jdk).toString(), "-mp", modules.toString(), "com.acme.orders", "guava");

        Matrix.holds("platforms", "JBoss Modules 2.1.6 (on 8: 2.0.2), no system packages", jdk, figure);
    }

    private Path module(String name, String parts) throws IOException {
        Path folder =
                Files.createDirectories(modules.resolve(name.replace('.', '/')).resolve("main"));
        Files.writeString(
                folder.resolve("module.xml"),
                "<module xmlns=\"urn:jboss:module:1.9\" name=\"" + name + "\">" + parts + "</module>");
        return folder;
    }

    /** On the JDK's modules; 8 has one for all. */
    private static String dependencies(TestJdk jdk, String... names) {
        String module = "<module name=\"%s\"/>";
        return jdk.version() == 8
                ? module.formatted("java.se")
                : Stream.of(names).map(module::formatted).collect(Collectors.joining());
    }

    private static Path launcher(TestJdk jdk) throws IOException {
        return jdk.version() == 8
                ? BuildArtifacts.server("wildfly-core-").resolve("jboss-modules.jar")
                : BuildArtifacts.client("jboss-modules");
    }
}
