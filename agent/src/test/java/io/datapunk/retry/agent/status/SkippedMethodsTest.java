package io.datapunk.retry.agent.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.datapunk.retry.agent.log.AgentLog;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SkippedMethodsTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final SkippedMethods skipped =
            new SkippedMethods(new AgentLog(AgentLog.Level.WARN, out, StandardCharsets.UTF_8, false));

    @Test
    void aRuleThatNamesAPackageNamesTwentyMethodsInTheLog() {
        add(20, false);
        assertThat(lines())
                .hasSize(20)
                .allMatch(line -> line.contains(" is left alone although the rule r names it: why"));
        assertThat(lines().get(0)).contains("com.acme.A.m0() is left alone");

        add(300, false);

        assertThat(lines()).hasSize(21);
        assertThat(lines().get(20))
                .contains("the rule r names 21 methods so far that are left alone", "SkippedMethods");
        assertThat(skipped.lines()).hasSize(300);
    }

    @Test
    void aCatchAllHasAFewLinesHoweverManyMethodsItNames() {
        add(5_000, true);

        assertThat(lines()).hasSize(4);
        assertThat(lines().get(0)).contains("com.acme.A.m0() is left alone");
        assertThat(lines().get(1)).contains("names 21 methods so far");
        assertThat(lines().get(2)).contains("names 400 methods so far");
        assertThat(lines().get(3)).contains("names 1000 methods or more");
        assertThat(skipped.lines()).hasSize(1_000);
    }

    @Test
    void whatIsLeftAloneAgainIsNotToldAgain() {
        add(3, false);
        skipped.forget("com.acme.A");
        assertThat(skipped.lines()).isEmpty();
        add(3, false);

        assertThat(lines()).hasSize(3);
        assertThat(skipped.lines()).hasSize(3);
    }

    private void add(int methods, boolean isCatchAll) {
        for (int i = 0; i < methods; i++) {
            skipped.add("com.acme.A", "m" + i + "()", "r", "why", isCatchAll);
        }
    }

    private List<String> lines() {
        return out.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
