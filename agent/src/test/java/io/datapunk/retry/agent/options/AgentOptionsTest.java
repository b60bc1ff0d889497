package io.datapunk.retry.agent.options;

import static org.assertj.core.api.Assertions.assertThat;

import io.datapunk.retry.agent.log.AgentLog;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class AgentOptionsTest {

    private static AgentOptions options(String arguments) {
        return AgentOptions.parse(arguments, new Properties(), Map.of());
    }

    private static AgentOptions options(
            String arguments, Map<String, String> properties, Map<String, String> environment) {
        Properties all = new Properties();
        all.putAll(properties);
        return AgentOptions.parse(arguments, all, environment);
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {" ", ",", " , ,"})
    void hasTheContractsDefaults(String nothing) {
        AgentOptions options = options(nothing);

        assertThat(options.problems()).isEmpty();
        assertThat(options.rules()).isEqualTo("retry-rules.yml");
        assertThat(options.namesRules()).isFalse();
        assertThat(options.reloadNanos()).isEqualTo(5_000_000_000L);
        assertThat(options.log()).isEqualTo(AgentLog.Level.WARN);
        assertThat(options.logFile()).isNull();
        assertThat(options.strict()).isFalse();
        assertThat(options.jmx()).isTrue();
        assertThat(options.jmxWrite()).isFalse();
        assertThat(options.metrics()).isTrue();
    }

    @Test
    void readsEachOption() {
        AgentOptions options =
                options("rules=/etc/a.yml, reload=off ,log=debug,log-file=/var/log/r.log,strict=true,jmx=off,"
                        + "jmx-write=true,metrics=off");

        assertThat(options.problems()).isEmpty();
        assertThat(options.rules()).isEqualTo("/etc/a.yml");
        assertThat(options.namesRules()).isTrue();
        assertThat(options.reloadNanos()).isZero();
        assertThat(options.log()).isEqualTo(AgentLog.Level.DEBUG);
        assertThat(options.logFile()).isEqualTo("/var/log/r.log");
        assertThat(options.strict()).isTrue();
        assertThat(options.jmx()).isFalse();
        assertThat(options.jmxWrite()).isTrue();
        assertThat(options.metrics()).isFalse();
        assertThat(options("reload=1m30s").reloadNanos()).isEqualTo(90_000_000_000L);
    }

    @Test
    void quotesHoldCommasTogether() {
        AgentOptions options = options("rules=\"/a,b=c/x.yml\",log=\"info\"");

        assertThat(options.problems()).isEmpty();
        assertThat(options.rules()).isEqualTo("/a,b=c/x.yml");
        assertThat(options.log()).isEqualTo(AgentLog.Level.INFO);
        assertThat(options("rules=C:\\rules\\a.yml").rules()).isEqualTo("C:\\rules\\a.yml");
        assertThat(options("rules=a=b.yml").rules()).isEqualTo("a=b.yml");
    }

    @Test
    void argumentWinsOverPropertyOverVariable() {
        Map<String, String> properties = Map.of("datapunk.retry.log", "info", "datapunk.retry.rules", "property.yml");
        Map<String, String> environment = Map.of(
                "DATAPUNK_RETRY_LOG", "error",
                "DATAPUNK_RETRY_RULES", "variable.yml",
                "DATAPUNK_RETRY_LOG_FILE", "variable.log");

        AgentOptions options = options("log=debug", properties, environment);

        assertThat(options.problems()).isEmpty();
        assertThat(options.log()).isEqualTo(AgentLog.Level.DEBUG);
        assertThat(options.rules()).isEqualTo("property.yml");
        assertThat(options.logFile()).isEqualTo("variable.log");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    log=loud         | agent options: log: found "loud", expected off, error, warn, info or debug; warn holds
                    log=wran         | agent options: log: found "wran", expected off, error, warn, info or debug; did you mean "warn"?; warn holds
                    strict=yes       | agent options: strict: found "yes", expected true or false; false holds
                    jmx=true         | agent options: jmx: found "true", expected on or off; on holds
                    jmx-write=on     | agent options: jmx-write: found "on", expected true or false; false holds
                    metrics=0        | agent options: metrics: found "0", expected on or off; on holds
                    reload=5         | agent options: reload: found "5", expected off or a duration such as 5s; 5s holds
                    reload=0s        | agent options: reload: found "0s", expected off or a duration above zero; 5s holds
                    rulse=a.yml      | agent options: unknown option "rulse"; did you mean "rules"?
                    config=a.yml     | agent options: unknown option "config"; expected one of [rules, reload, log, log-file, strict, jmx, jmx-write, metrics]
                    strict           | agent options: strict has no value; expected strict=VALUE
                    rules=           | agent options: rules: found nothing, expected a value
                    log=info,log=off | agent options: log is given twice; the first holds
                    rules="a.yml     | agent options: found an opening " without a closing one in rules="a.yml
                    """)
    void saysWhatIsWrong(String arguments, String problem) {
        AgentOptions options = AgentOptions.parse(arguments, new Properties(), Map.of());

        assertThat(options.problems()).containsExactly(problem);
        assertThat(options.log()).isIn(AgentLog.Level.WARN, AgentLog.Level.INFO);
        assertThat(options.strict()).isFalse();
        assertThat(options.jmx()).isTrue();
        assertThat(options.reloadNanos()).isEqualTo(5_000_000_000L);
    }

    @Test
    void saysWhereAWrongValueComesFrom() {
        assertThat(options("", Map.of("datapunk.retry.strict", "maybe"), Map.of())
                        .problems())
                .containsExactly(
                        "system property datapunk.retry.strict: found \"maybe\", expected true or false; false holds");
        assertThat(options("", Map.of(), Map.of("DATAPUNK_RETRY_JMX_WRITE", "maybe"))
                        .problems())
                .containsExactly(
                        "environment variable DATAPUNK_RETRY_JMX_WRITE: found \"maybe\", expected true or false;"
                                + " false holds");
    }

    @Test
    void findsMisspeltPropertiesAndVariables() {
        AgentOptions options = options(
                "",
                Map.of("datapunk.retry.ruels", "a", "datapunk.other", "b"),
                Map.of(
                        "DATAPUNK_RETRY_RULE",
                        "a",
                        "DATAPUNK_RETRY_PORT_80_TCP",
                        "tcp://…",
                        "DATAPUNK_RETRY_SERVICE_HOST",
                        "x"));

        assertThat(options.problems())
                .containsExactly(
                        "environment variable: unknown option \"DATAPUNK_RETRY_RULE\"; did you mean \"rules\"?",
                        "system property: unknown option \"datapunk.retry.ruels\"; did you mean \"rules\"?");
    }

    @Test
    void anEmptyVariableIsNotSet() {
        AgentOptions options = options("", Map.of(), Map.of("DATAPUNK_RETRY_RULES", "", "DATAPUNK_RETRY_LOG", " "));

        assertThat(options.problems()).isEmpty();
        assertThat(options.namesRules()).isFalse();
    }

    @Test
    void neverThrows() {
        Random random = new Random(1);
        String[] pieces = {
            "rules", "log", "strict", "=", ",", "\"", " ", "true", "off", "5s", "\uD83D", "\n", "jmx-write", "-"
        };
        for (int i = 0; i < 20_000; i++) {
            StringBuilder arguments = new StringBuilder();
            for (int length = random.nextInt(12); length > 0; length--) {
                arguments.append(pieces[random.nextInt(pieces.length)]);
            }

            assertThat(options(arguments.toString()).log()).isNotNull();
        }
    }
}
