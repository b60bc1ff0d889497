package io.datapunk.retry.agent.rules;

import static io.datapunk.retry.agent.rules.RulesText.problems;
import static io.datapunk.retry.agent.rules.RulesText.read;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MatchSpecTest {

    private static String match(String match) {
        return "version: 1\nrules:\n  - name: a\n    match: " + match + "\n";
    }

    @Test
    void readsEachKey() {
        MatchSpec match = read(match("""

                              class: [com.acme.*, 'com.acme.Outer$Inner']
                              subtype-of: java.sql.Statement
                              annotated-with: [com.acme.Remote]
                              method: [charge, 'get*(java.lang.String, ..)']
                              returns: [int, 'java.util.**', 'byte[]']
                              jar: payment-*.jar
                              proxies: target
                              exclude: {method: getClass, jar: payment-test.jar}
                        """)).rules().get(0).match();

        assertThat(match.classes()).containsExactly(new Glob("com.acme.*"), new Glob("com.acme.Outer$Inner"));
        assertThat(match.subtypeOf()).containsExactly("java.sql.Statement");
        assertThat(match.annotatedWith()).containsExactly("com.acme.Remote");
        assertThat(match.methods())
                .extracting(MethodPattern::toString)
                .containsExactly("charge", "get*(java.lang.String, ..)");
        assertThat(match.returns()).extracting(Glob::text).containsExactly("int", "java.util.**", "byte[]");
        assertThat(match.jars()).containsExactly(Glob.ofFiles("payment-*.jar"));
        assertThat(match.targetGoverns()).isTrue();
        assertThat(match.exclude().targetGoverns()).isFalse();
        assertThat(match.exclude().methods()).hasSize(1);
        assertThat(match.exclude().classes()).isEmpty();
        assertThat(match.exclude().exclude()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "~",
                "[]",
                "a.B",
                "{}",
                "{method: x}",
                "{exclude: {class: A}}",
                "{class: ~}",
                "{class: []}",
                "{class: a/B}",
                "{class: 'a B'}",
                "{class: 'a.B[]'}",
                "{class: a..B}",
                "{class: .a}",
                "{class: a.}",
                "{class: {x: y}}",
                "{subtype-of: a.*}",
                "{subtype-of: 'a.B[]'}",
                "{annotated-with: '@Remote'}",
                "{class: A, method: ~}",
                "{class: A, method: a.b}",
                "{class: A, method: 'a('}",
                "{class: A, method: 'a(,)'}",
                "{class: A, method: 'a(.., int)'}",
                "{class: A, method: 'a(List<String>)'}",
                "{class: A, method: <init>}",
                "{class: A, returns: 'a b'}",
                "{class: A, jar: lib/a.jar}",
                "{class: A, exclude: {}}",
                "{class: A, exclude: {exclude: {}}}",
                "{class: A, exclude: []}",
                "{class: A, proxies: both}",
                "{class: A, proxies: [target]}",
                "{class: A, exclude: {class: B, proxies: target}}",
                "{clas: A}",
                "{class: A, metod: x}"
            })
    void refusesWhatIsWrong(String match) {
        assertThat(problems(match(match))).isNotEmpty().allMatch(line -> line.startsWith("f.yml:4:"));
    }

    @Test
    void saysThatConstructorsAreNeverRetried() {
        assertThat(problems(match("{class: A, method: <init>}")))
                .containsExactly(
                        "f.yml:4:31: rules[0].match.method: found \"<init>\", expected a method: constructors and"
                                + " static initialisers are never retried");
    }
}
