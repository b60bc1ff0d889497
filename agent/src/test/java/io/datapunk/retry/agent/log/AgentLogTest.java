package io.datapunk.retry.agent.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;

class AgentLogTest {
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    @Test
    void linesBelowTheLevelAreNotWritten() {
        AgentLog log = log(false);
        log.error("one");
        log.warn("two");
        log.info("three");
        assertThat(written.toString(UTF_8)).isEqualTo("[datapunk-retry] ERROR one\n[datapunk-retry] WARN two\n");
    }

    @Test
    void aFileTellsTheTime() {
        log(true).warn("two");
        assertThat(written.toString(UTF_8))
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z \\[datapunk-retry\\] WARN two\n");
    }

    private AgentLog log(boolean isTimed) {
        return new AgentLog(AgentLog.Level.WARN, written, UTF_8, isTimed);
    }
}
