package io.datapunk.retry.agent.rules;

import static io.datapunk.retry.agent.rules.RulesText.problems;
import static io.datapunk.retry.agent.rules.RulesText.ruleWith;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What somebody could write to hurt the JVM that reads it: each is one mistake with its place. */
class HostileRulesTest {

    @Test
    void aliasBomb() {
        StringBuilder bomb = new StringBuilder("version: 1\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 30; i++) {
            bomb.append("a" + i + ": &a" + i + " [" + ("*a" + (i - 1) + ", ").repeat(10) + "]\n");
        }

        assertThat(problems(bomb.toString()))
                .singleElement()
                .asString()
                .matches("f\\.yml:6:\\d+: aliases make the file grow by more than 100000 values; use fewer");
    }

    @Test
    void mergeBomb() {
        StringBuilder bomb = new StringBuilder("version: 1\na0: &a0 {k: [x, x, x, x, x, x, x, x, x, x]}\n");
        for (int i = 1; i < 30; i++) {
            bomb.append("a" + i + ": &a" + i + " {");
            for (int j = 0; j < 10; j++) {
                bomb.append("k" + j + ": {<<: *a" + (i - 1) + "}, ");
            }
            bomb.append("}\n");
        }

        assertThat(problems(bomb.toString())).singleElement().asString().contains("aliases make the file grow");
    }

    @Test
    void recursion() {
        assertThat(problems("version: 1\nrules: &all\n  - *all\n"))
                .containsExactly("f.yml:3:5: rules[0]: the alias *all stands inside what it stands for");
    }

    @Test
    void depthInOneLine() {
        assertThat(problems("version: 1\nrules: " + "[".repeat(10_000)))
                .containsExactly("f.yml:2:47: found lists and maps more than 40 deep, expected fewer levels");
    }

    @Test
    void depthInBlocks() {
        assertThat(problems("- ".repeat(10_000)))
                .containsExactly("f.yml:1:81: found lists and maps more than 40 deep, expected fewer levels");
    }

    @Test
    void depthThroughAliases() {
        StringBuilder deep = new StringBuilder("version: 1\na0: &a0 [x]\n");
        for (int i = 1; i < 10_000; i++) {
            deep.append("a" + i + ": &a" + i + " [*a" + (i - 1) + "]\n");
        }

        assertThat(problems(deep.toString()))
                .singleElement()
                .asString()
                .contains("found lists and maps more than 40 deep");
    }

    @Test
    void tenMegabytes() {
        assertThat(problems("version: 1\nx: " + "a".repeat(10_000_000)))
                .containsExactly("f.yml:1:1: found 10000014 characters, expected at most 3145728");
    }

    @Test
    void millionsOfValues() {
        assertThat(problems("version: 1\nrules:\n" + "- \n".repeat(1_000_000)))
                .containsExactly(
                        "f.yml:499998:2: rules[499995]: found more than 500000 values, expected a file of fewer");
    }

    @Test
    void regularExpressionOfTenThousandGroups() {
        String groups = "(".repeat(50_000) + ")".repeat(50_000);

        assertThat(problems(ruleWith("retry-on: [{message: \"" + groups + "\"}]")))
                .singleElement()
                .asString()
                .startsWith("f.yml:5:26: rules[0].retry-on[0].message: found \"((((")
                // JDK 8 overflows its stack where later ones tell of it
                .contains("expected a regular expression");
    }

    @Test
    void tagsMakeNothing() {
        assertThat(problems(ruleWith("timeout: !!javax.script.ScriptEngineManager 1s")))
                .containsExactly(
                        "f.yml:5:14: rules[0].timeout: found the tag !!javax.script.ScriptEngineManager, expected"
                                + " none: tags make nothing here");
        assertThat(problems(ruleWith("timeout: !local 1s")))
                .singleElement()
                .asString()
                .contains("found the tag !local");
    }

    @Test
    void longTextsAreShownShort() {
        assertThat(problems(ruleWith("mode: " + "x".repeat(100_000))))
                .singleElement()
                .asString()
                .hasSizeLessThan(200);
        assertThat(problems(ruleWith("x".repeat(900) + ": 1")))
                .singleElement()
                .asString()
                .hasSizeLessThan(500);
    }
}
