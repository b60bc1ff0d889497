package io.datapunk.retry.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/**
 * What rules ask of the agent in the middle of a call of the application, under a security manager that allows the
 * application nothing: members to be found, a class to be loaded from a jar, an exception to be made.
 */
class SandboxedRulesIT {

    @TempDir
    private Path temp;

    @OnEachJdk
    void propertiesAndAnOperatorsBackoff(TestJdk jdk) throws IOException {
        if (jdk.version() > SecurityManagerIT.LAST_WITH_SECURITY_MANAGER) {
            return;
        }
        ProcessResult ended = run(jdk, """
                version: 1
                rules:
                  - name: payments
                    match: {class: com.acme.legacy.PaymentClient, method: charge}
                    retry-on: [{exception: java.io.IOException, property: getMessage, matches: '.*hung up'}]
                    retry-if: [{property: length, in: [0]}]
                    backoff: {strategy: custom, class: OperatorsBackoff, jar: '%s', parameters: {step-millis: 2}}
                """.formatted(CustomBackoffIT.operatorsJar(temp)), "com.acme.legacy.Shop");

        assertThat(ended.out()).isEqualTo(CustomBackoffIT.OPERATORS_WAITS + "charged 4200 cents to ACME\n");
        assertThat(ended.err()).doesNotContain("[datapunk-retry]");
        Matrix.holds("platforms", "a security manager, properties and a custom backoff", jdk, "yes");
    }

    @OnEachJdk
    void anExceptionForTheOpenBreaker(TestJdk jdk) throws IOException {
        if (jdk.version() > SecurityManagerIT.LAST_WITH_SECURITY_MANAGER) {
            return;
        }
        ProcessResult ended = run(jdk, """
                version: 1
                rules:
                  - name: number
                    match: {class: com.acme.legacy.guarded.Refused, method: number}
                    retry-on: [java.lang.IllegalStateException]
                    max-attempts: 1
                    circuit-breaker: {minimum-calls: 1, open-exception: com.acme.legacy.guarded.Unavailable}
                """, "com.acme.legacy.guarded.Refused", "number");

        assertThat(ended.out()).startsWith("1 attempts, then com.acme.legacy.guarded.Unavailable: ");
        Matrix.holds(
                "platforms", "a security manager, an exception of the application's for an open breaker", jdk, "yes");
    }

    private ProcessResult run(TestJdk jdk, String rules, String... mainAndArguments) throws IOException {
        Path policy = Files.writeString(temp.resolve("agent.policy"), SecurityManagerIT.TRUST_IN_THE_AGENT);
        return ForkedJvm.on(jdk)
                .jvm("-Djava.security.manager", "-Djava.security.policy=" + policy)
                .agent("rules=" + Files.writeString(temp.resolve("rules.yml"), rules))
                .classPath(BuildArtifacts.FIXTURE)
                .run(mainAndArguments)
                .succeeded();
    }
}
