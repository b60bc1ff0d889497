package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/**
 * Under a security manager (there is one up to 17 without a fuss) that trusts the agent's jar but not the application.
 */
class SecurityManagerIT {
    static final int LAST_WITH_SECURITY_MANAGER = 17;

    static final String TRUST_IN_THE_AGENT =
            "grant codeBase \"" + BuildArtifacts.AGENT.toUri() + "\" { permission java.security.AllPermission; };\n";

    @TempDir
    Path temp;

    @OnEachJdk
    void theAgentNeedsAGrantAndTheApplicationNone(TestJdk jdk) throws IOException {
        if (jdk.version() > LAST_WITH_SECURITY_MANAGER) {
            return;
        }
        Path rules = Files.writeString(temp.resolve("rules.yml"), """
                version: 1
                rules:
                  - name: payments
                    match: {class: com.acme.legacy.PaymentClient, method: charge}
                    backoff: {strategy: fixed, delay: 1ms}
                """);
        Path policy = Files.writeString(temp.resolve("agent.policy"), TRUST_IN_THE_AGENT);

        ProcessResult ended = ForkedJvm.on(jdk)
                .jvm("-Djava.security.manager", "-Djava.security.policy=" + policy)
                .agent("rules=" + rules)
                .classPath(BuildArtifacts.FIXTURE)
                .run("com.acme.legacy.Shop");

        assertThat(ended.succeeded().out()).isEqualTo("charged 4200 cents to ACME\n");
        Matrix.holds("platforms", "a security manager that allows the application nothing", jdk, "yes");
    }

    @OnEachJdk
    void asynchronousCallsOfTheApplicationNeedNoneEither(TestJdk jdk) throws IOException {
        if (jdk.version() > LAST_WITH_SECURITY_MANAGER) {
            return;
        }
        Path rules = Files.writeString(temp.resolve("rules.yml"), AsyncLeaksIT.RULES.formatted("1ms"));
        Path policy = Files.writeString(
                temp.resolve("agent.policy"),
                TRUST_IN_THE_AGENT
                        + """
                grant codeBase "%s-" { permission java.security.AllPermission; };
                // What Reactor and RxJava ask for on behalf of the code that uses them.
                grant {
                  permission java.util.PropertyPermission "*", "read";
                  permission java.util.logging.LoggingPermission "control";
                };
                """.formatted(BuildArtifacts.ROOT
                                .resolve("it-tests/target/client-lib")
                                .toUri()));

        ProcessResult ended = ForkedJvm.on(jdk)
                .jvm("-Djava.security.manager", "-Djava.security.policy=" + policy)
                .agent("rules=" + rules + ",log=error")
                .classPath(BuildArtifacts.withFixture(
                        "guava-", "failureaccess", "reactor-core", "reactive-streams", "rxjava-"))
                .run("com.acme.legacy.async.Sandboxed");

        assertThat(ended.succeeded().out()).isEqualTo("all done\n");
        assertThat(ended.err()).doesNotContain("[datapunk-retry]");
        Matrix.holds(
                "platforms",
                "a security manager, futures and streams of the JDK, Guava, Reactor and RxJava 3",
                jdk,
                "yes");
    }

    /**
     * The agent registers its MBeans in a server that the application makes, though the application may register none.
     */
    @OnEachJdk
    void theCountersOfAnApplicationThatMayOnlyRead(TestJdk jdk) throws IOException {
        if (jdk.version() > LAST_WITH_SECURITY_MANAGER) {
            return;
        }
        Path policy = Files.writeString(
                temp.resolve("agent.policy"),
                TRUST_IN_THE_AGENT
                        + """
                grant codeBase "%s-" { permission java.security.AllPermission; };
                grant codeBase "%s" {
                  permission java.util.PropertyPermission "*", "read";
                  permission java.io.FilePermission "${counters}", "write";
                  permission javax.management.MBeanServerPermission "createMBeanServer";
                  permission javax.management.MBeanPermission "*", "queryNames, getAttribute, addNotificationListener";
                };
                """.formatted(
                                        BuildArtifacts.ROOT
                                                .resolve("it-tests/target/client-lib")
                                                .toUri(),
                                        BuildArtifacts.FIXTURE.toUri()));
        Path[] classPath = BuildArtifacts.withFixture("guava-", "failureaccess");
        OrdersRun run = new OrdersRun(jdk, temp, jvm -> jvm.classPath(classPath)
                .jvm("-Djava.security.manager", "-Djava.security.policy=" + policy));

        String figure = run.countsToo(3, "com.acme.legacy.platform.Orders", "guava");

        Matrix.holds(
                "platforms", "a security manager, an application that may read MBeans but register none", jdk, figure);
    }
}
