package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.junit.jupiter.api.io.TempDir;

/** Real application servers, which bring a log manager and, WildFly, a builder of MBean servers of their own. */
class AppServersIT {

    /** The last that WildFly Core 18 starts on: it sets a security policy, which later ones refuse. */
    private static final int LAST_OF_WILDFLY = 21;

    @TempDir
    private Path temp;

    @OnEachJdk
    void tomcat(TestJdk jdk) throws Exception {
        Path home = server("apache-tomcat-");
        Path web = Files.createDirectories(temp.resolve("base/webapps/shop/WEB-INF/lib"));
        Files.copy(Built.FIXTURE, web.resolve("shop.jar"));
        Files.writeString(web.resolveSibling("web.xml"), """
                <web-app xmlns="http://xmlns.jcp.org/xml/ns/javaee" version="4.0" metadata-complete="true">
                  <listener><listener-class>com.acme.legacy.seen.Deployment</listener-class></listener>
                </web-app>
                """);
        Files.createDirectories(temp.resolve("base/logs"));
        Files.createDirectories(temp.resolve("base/temp"));
        Path configuration = Files.createDirectories(temp.resolve("base/conf"));
        Files.writeString(configuration.resolve("server.xml"), """
                <Server port="-1"><Service name="Catalina"><Engine name="Catalina" defaultHost="localhost">
                  <Host name="localhost" appBase="webapps"/>
                </Engine></Service></Server>
                """);
        Path counters = temp.resolve("counters");
        Path rules = rules("com.acme.legacy.PaymentClient", "charge");

        try (RunningJvm tomcat = ForkedJvm.on(jdk)
                .jvm("-Djava.util.logging.manager=org.apache.juli.ClassLoaderLogManager")
                .jvm("-Djava.util.logging.config.file=" + home.resolve("conf/logging.properties"))
                .jvm("-Dcatalina.home=" + home, "-Dcatalina.base=" + temp.resolve("base"))
                .jvm("-Djava.io.tmpdir=" + temp.resolve("base/temp"))
                .jvm("-Dcounters=" + counters, "-Dexpected=1", "-Dmbeans=io.datapunk.retry:type=Method,*")
                .agent("rules=" + rules)
                .classPath(home.resolve("bin/bootstrap.jar"), home.resolve("bin/tomcat-juli.jar"))
                .start("org.apache.catalina.startup.Bootstrap", "start")) {
            tomcat.await("charged 4200 cents to ACME");
            assertThat(tomcat.await("log manager ")).isEqualTo("org.apache.juli.ClassLoaderLogManager");
            assertThat(tomcat.await("beside the server's own MBeans ")).isEqualTo("true");
            tomcat.await("deployed");
            assertThat(tomcat.err()).doesNotContain("[datapunk-retry]");
        }
        assertThat(MethodCounters.read(counters))
                .singleElement()
                .satisfies(seen -> assertThat(seen.get("RetriedSuccesses")).isEqualTo(1));
    }

    @OnEachJdk
    void wildFly(TestJdk jdk) throws Exception {
        if (jdk.version() > LAST_OF_WILDFLY) {
            return; // jbossModules() is for these
        }
        Path home = server("wildfly-core-");
        Path base = temp.resolve("standalone");
        copy(home.resolve("standalone"), base);
        Path rules = rules("org.jboss.as.server.ServerService", "boot(org.jboss.as.controller.BootContext)");

        try (RunningJvm wildFly = ForkedJvm.on(jdk)
                .jvm(jdk.version() > 8 ? OPENED : new String[0])
                .jvm("-Dlogging.configuration=file:" + base.resolve("configuration/logging.properties"))
                .jvm("-Dorg.jboss.boot.log.file=" + temp.resolve("boot.log"))
                .agent("rules=" + rules)
                .start(
                        "-jar",
                        home.resolve("jboss-modules.jar").toString(),
                        "-mp",
                        home.resolve("modules").toString(),
                        "org.jboss.as.standalone",
                        "-Djboss.home.dir=" + home,
                        "-Djboss.server.base.dir=" + base,
                        "-Djboss.management.http.port=0",
                        "-Djboss.management.https.port=0")) {
            String log = wildFly.awaitContaining("WFLYSRV0025");

            // JBoss Modules says so where the log manager is not the one that it has chosen.
            assertThat(log).contains("INFO  [org.jboss.as]").doesNotContain("Failed to load the specified log manager");
            assertThat(wildFly.err()).doesNotContain("Failed to load", "[datapunk-retry]");
            try (JMXConnector connector = connect(wildFly.pid())) {
                MBeanServerConnection server = connector.getMBeanServerConnection();
                // Shown by WildFly's own kind of server alone.
                assertThat(server.isRegistered(new ObjectName("jboss.as:management-root=server")))
                        .isTrue();
                ObjectName method = await(server, "io.datapunk.retry:type=Method,*");
                assertThat(method.getKeyProperty("class")).isEqualTo("\"org.jboss.as.server.ServerService\"");
                assertThat(server.getAttribute(method, "Calls")).isEqualTo(1L);
                assertThat(server.isRegistered(new ObjectName("io.datapunk.retry:type=Agent")))
                        .isTrue();
            }
        }
    }

    /** The launcher finds the application's choices among its services, and makes them before it calls main. */
    @OnEachJdk
    void jbossModules(TestJdk jdk) throws Exception {
        Path module = Files.createDirectories(temp.resolve("modules/com/acme/shop/main"));
        Files.copy(Built.FIXTURE, module.resolve("shop.jar"));
        Path services = Files.createDirectories(module.resolve("chosen/META-INF/services"));
        Files.writeString(services.resolve("java.util.logging.LogManager"), "com.acme.legacy.seen.OwnLogManager\n");
        Files.writeString(services.resolve("javax.management.MBeanServerBuilder"), "com.acme.legacy.seen.OwnBuilder\n");
        Files.writeString(module.resolve("module.xml"), """
                <module xmlns="urn:jboss:module:1.9" name="com.acme.shop">
                  <main-class name="com.acme.legacy.seen.Servers"/>
                  <resources><resource-root path="shop.jar"/><resource-root path="chosen"/></resources>
                  <dependencies>%s</dependencies>
                </module>
                """.formatted(
                        jdk.version() == 8
                                ? "<module name=\"java.se\"/>"
                                : "<module name=\"java.logging\"/><module name=\"java.management\"/>"));
        Path counters = temp.resolve("counters");
        Path launcher = jdk.version() == 8
                ? server("wildfly-core-").resolve("jboss-modules.jar")
                : Built.client("jboss-modules");

        Ended ended = ForkedJvm.on(jdk)
                .jvm("-Dcounters=" + counters, "-Dexpected=1", "-Dmbeans=io.datapunk.retry:type=Method,*")
                .agent("rules=" + rules("com.acme.legacy.PaymentClient", "charge"))
                .run(
                        "-jar",
                        launcher.toString(),
                        "-mp",
                        temp.resolve("modules").toString(),
                        "com.acme.shop",
                        "options");

        assertThat(ended.succeeded().outLines()).containsExactly("own server true", "log manager OwnLogManager");
        assertThat(ended.err()).doesNotContain("WARN", "Failed", "[datapunk-retry]");
        assertThat(MethodCounters.read(counters))
                .singleElement()
                .satisfies(seen -> assertThat(seen.get("RetriedSuccesses")).isEqualTo(1));
    }

    /** What WildFly's own script adds. */
    private static final String[] OPENED = {
        "--add-exports=java.desktop/sun.awt=ALL-UNNAMED",
        "--add-exports=java.naming/com.sun.jndi.ldap=ALL-UNNAMED",
        "--add-exports=java.naming/com.sun.jndi.url.ldap=ALL-UNNAMED",
        "--add-exports=java.naming/com.sun.jndi.url.ldaps=ALL-UNNAMED",
        "--add-opens=java.base/java.lang=ALL-UNNAMED",
        "--add-opens=java.base/java.lang.invoke=ALL-UNNAMED",
        "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
        "--add-opens=java.base/java.io=ALL-UNNAMED",
        "--add-opens=java.base/java.security=ALL-UNNAMED",
        "--add-opens=java.base/java.util=ALL-UNNAMED",
        "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
        "--add-opens=java.management/javax.management=ALL-UNNAMED",
        "--add-opens=java.naming/javax.naming=ALL-UNNAMED"
    };

    @SuppressWarnings("BanJNDI") // the address is that of a JVM which this test has started
    private static JMXConnector connect(long pid) throws Exception {
        VirtualMachine machine = VirtualMachine.attach(String.valueOf(pid));
        try {
            return JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent()));
        } finally {
            machine.detach();
        }
    }

    private static ObjectName await(MBeanServerConnection server, String pattern) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (System.nanoTime() < deadline) {
            Set<ObjectName> found = server.queryNames(new ObjectName(pattern), null);
            if (!found.isEmpty()) {
                return found.iterator().next();
            }
            Thread.sleep(20);
        }
        throw new AssertionError("no MBean " + pattern);
    }

    private Path rules(String className, String method) throws IOException {
        return Files.writeString(temp.resolve("rules.yml"), """
                version: 1
                rules:
                  - name: served
                    match: {class: %s, method: '%s'}
                    backoff: {strategy: fixed, delay: 1ms}
                """.formatted(className, method));
    }

    private static Path server(String beginning) throws IOException {
        try (Stream<Path> servers = Files.list(Built.ROOT.resolve("it-tests/target/servers"))) {
            return servers.filter(server -> server.getFileName().toString().startsWith(beginning))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        List<Path> all = new ArrayList<>();
        try (Stream<Path> files = Files.walk(from)) {
            files.forEach(all::add);
        }
        for (Path each : all) {
            Files.copy(each, to.resolve(from.relativize(each).toString()));
        }
    }
}
