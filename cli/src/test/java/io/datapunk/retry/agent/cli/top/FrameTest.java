package io.datapunk.retry.agent.cli.top;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FrameTest {

    @Test
    void theMethodWithTheMostRetriesStandsFirst() {
        Map<String, Object> now =
                snapshot(2_000, Arrays.asList(method("quiet()", 9_000, 0), method("busy(java.lang.String)", 50, 7)));

        List<String> lines = new Frame(null, now).lines("42", 160, 40, false);

        assertThat(lines.get(0)).isEqualTo("datapunk-retry in 42 | 1 rules of rules.yml | enabled");
        assertThat(lines.get(4)).contains("      7   -     50   -", "Client.busy(String)", "IOException, 1.0s ago");
        assertThat(lines.get(5)).contains("9,000", "Client.quiet()");
    }

    @Test
    void ratesAreOfTheTimeBetween() {
        Map<String, Object> before = snapshot(1_000, Arrays.asList(method("busy()", 100, 10)));
        Map<String, Object> now = snapshot(3_000, Arrays.asList(method("busy()", 150, 13), method("fresh()", 4, 0)));

        List<String> lines = new Frame(before, now).lines("42", 160, 40, false);

        assertThat(lines.get(4)).containsPattern("13 +1\\.5 +150 +25\\.0 ");
        assertThat(lines.get(5)).containsPattern("0 +0\\.0 +4 +2\\.0 ");
    }

    /** {@code resetMetrics} makes counters fall. */
    @Test
    void ratesAreNeverBelowZero() {
        Map<String, Object> before = snapshot(1_000, Arrays.asList(method("busy()", 100, 10)));
        Map<String, Object> now = snapshot(2_000, Arrays.asList(method("busy()", 1, 0)));

        assertThat(new Frame(before, now).lines("42", 160, 40, false).get(4)).containsPattern("0 +0\\.0 +1 +0\\.0 ");
    }

    @Test
    void savedIsTheShareOfCallsThatNeededARetry() {
        Map<String, Object> method = method("busy()", 100, 10);
        method.put("retriedSuccesses", 3L);
        method.put("exhausted", 1L);
        method.put("breakerRejected", 96L); // for which nothing was tried without success
        assertThat(new Frame(null, snapshot(1_000, Arrays.asList(method)))
                        .lines("42", 160, 40, false)
                        .get(4))
                .containsPattern(" 75% +1 +96 ");
    }

    /** An escape in a class name broke the table off; a line break tore a row apart. */
    @Test
    void namesOfAnyCharactersStayOnTheirLine() {
        Map<String, Object> method = method("c\u001bm\n\u202e\u009b(){", 1, 1);
        method.put("class", "com.acme.\u001b[31mEvil\u0007");
        method.put("lastFailure", "com.acme.\u001bFailure");
        Map<String, Object> now = snapshot(1_000, Arrays.asList(method));
        now.put("rulesSource", "rules\n\u001b.yml");

        for (int width : new int[] {60, 160}) {
            assertThat(new Frame(now, now).lines("42", width, 40, false))
                    .allMatch(line -> line.matches("\\p{Print}*") && line.length() <= width);
        }
        assertThat(new Frame(now, now).lines("42", 160, 40, false).get(4)).contains("\\u001b[31mEvil\\u0007.c\\u001bm");
    }

    @Test
    void aReloadThatWasRefusedIsSaidAboveAll() {
        Map<String, Object> now = snapshot(1_000, Arrays.asList(method("busy()", 1, 0)));
        now.put("reloadError", "rules.yml:3:5: no");
        now.put("enabled", false);
        List<String> lines = new Frame(null, now).lines("42", 160, 40, false);
        assertThat(lines.get(0)).contains("SWITCHED OFF");
        assertThat(lines.get(2)).isEqualTo("NEW RULES REFUSED: rules.yml:3:5: no");
    }

    /** On every screen, the smallest included, and with hundreds of methods. */
    @Test
    void fitsEveryScreen() {
        List<Map<String, Object>> methods = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            methods.add(method(
                    "aMethodWithALongName" + i + "(java.util.Map, java.util.Map, long, long)", 1_000_000_000L, i));
        }
        Map<String, Object> now = snapshot(1_000, methods);
        for (int width = 10; width < 200; width += 7) {
            for (int height = 1; height < 50; height += 3) {
                for (boolean isStyled : new boolean[] {false, true}) {
                    List<String> lines = new Frame(now, now).lines("42", width, height, isStyled);
                    assertThat(lines).hasSizeLessThanOrEqualTo(height);
                    for (String line : lines) {
                        assertThat(line.replaceAll("\u001b\\[[0-9]*m", "").length())
                                .as(width + ": " + line)
                                .isLessThanOrEqualTo(width);
                    }
                }
            }
        }
    }

    @Test
    void anOpenBreakerIsRed() {
        List<String> lines =
                new Frame(null, snapshot(1_000, Arrays.asList(method("busy()", 1, 0)))).lines("42", 160, 40, true);
        assertThat(lines).anyMatch(line -> line.startsWith("\u001b[31m") && line.contains("OPEN   payments"));
    }

    private static Map<String, Object> method(String signature, long calls, long retries) {
        Map<String, Object> method = new LinkedHashMap<>();
        method.put("rule", "rule");
        method.put("class", "com.acme.Client");
        method.put("method", signature);
        method.put("calls", calls);
        method.put("retries", retries);
        method.put("lastFailure", "java.io.IOException");
        method.put("lastFailureAt", 1_000L);
        return method;
    }

    private static Map<String, Object> snapshot(long at, List<Map<String, Object>> methods) {
        Map<String, Object> breaker = new LinkedHashMap<>();
        breaker.put("name", "payments");
        breaker.put("state", "OPEN");
        breaker.put("failureRate", 60.0);
        breaker.put("slowCallRate", 0.0);
        breaker.put("stateChangedAt", 0L);
        Map<String, Object> budget = new LinkedHashMap<>();
        budget.put("name", "outbound");
        budget.put("balance", 9.5);
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("at", at);
        all.put("enabled", true);
        all.put("rulesSource", "rules.yml");
        all.put("rules", 1L);
        all.put("methods", methods);
        all.put("circuitBreakers", Collections.singletonList(breaker));
        all.put("budgets", Collections.singletonList(budget));
        return all;
    }
}
