package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import org.junit.jupiter.api.io.TempDir;

/** Real application servers, which bring a log manager and, WildFly, a builder of MBean servers of their own. */
class AppServersIT {

    /** The last that WildFly Core 18 starts on: it sets a security policy, which later ones refuse. */
    private static final int LAST_OF_WILDFLY = 21;

    @TempDir
    private Path temp;

    @OnEachJdk
    void tomcat(TestJdk jdk) throws Exception {
        Tomcat server = new Tomcat(temp.resolve("base"));
        server.deploy(
                "shop",
                BuildArtifacts.FIXTURE,
                "<listener><listener-class>com.acme.legacy.seen.Deployment</listener-class></listener>");
        Path counters = temp.resolve("counters");
        Path rules = rules("com.acme.legacy.PaymentClient", "charge");

        try (RunningJvm tomcat = Tomcat.start(server.jvm(jdk)
                .jvm("-Dcounters=" + counters, "-Dexpected=1", "-Dmbeans=io.datapunk.retry:type=Method,*")
                .agent("rules=" + rules))) {
            tomcat.await("charged 4200 cents to ACME");
            assertThat(tomcat.await("log manager ")).isEqualTo("org.apache.juli.ClassLoaderLogManager");
            assertThat(tomcat.await("beside the server's own MBeans ")).isEqualTo("true");
            tomcat.await("deployed");
            assertThat(tomcat.err()).doesNotContain("[datapunk-retry]");
        }
        assertThat(MethodCounters.read(counters))
                .singleElement()
                .satisfies(seen -> assertThat(seen.get("RetriedSuccesses")).isEqualTo(1));
        Matrix.holds("platforms", "Tomcat 9.0.98, its own log manager", jdk, "1 call retried");
    }

    @OnEachJdk
    void wildFly(TestJdk jdk) throws Exception {
        if (jdk.version() > LAST_OF_WILDFLY) {
            return; // JBossModulesIT is for these
        }
        Path home = BuildArtifacts.server("wildfly-core-");
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
            try (JMXConnector connector = LocalJmx.connect(wildFly.pid())) {
                MBeanServerConnection server = connector.getMBeanServerConnection();
                // Shown by WildFly's own kind of server alone.
                assertThat(server.isRegistered(new ObjectName("jboss.as:management-root=server")))
                        .isTrue();
                ObjectName method = LocalJmx.await(server, "io.datapunk.retry:type=Method,*");
                assertThat(method.getKeyProperty("class")).isEqualTo("\"org.jboss.as.server.ServerService\"");
                assertThat(server.getAttribute(method, "Calls")).isEqualTo(1L);
                assertThat(server.isRegistered(new ObjectName("io.datapunk.retry:type=Agent")))
                        .isTrue();
            }
        }
        Matrix.holds("platforms", "WildFly Core 18.1.1, its own log manager and MBean server", jdk, "yes");
    }

    /** What WildFly's own script adds. */
    static final String[] OPENED = {
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

    private Path rules(String className, String method) throws IOException {
        return Files.writeString(temp.resolve("rules.yml"), """
                version: 1
                rules:
                  - name: served
                    match: {class: %s, method: '%s'}
                    backoff: {strategy: fixed, delay: 1ms}
                """.formatted(className, method));
    }

    static void copy(Path from, Path to) throws IOException {
        List<Path> all = new ArrayList<>();
        try (Stream<Path> files = Files.walk(from)) {
            files.forEach(all::add);
        }
        Files.createDirectories(to.getParent());
        for (Path each : all) {
            Files.copy(each, to.resolve(from.relativize(each).toString()));
        }
    }
}
