package io.datapunk.retry.agent.inforce;

import static org.assertj.core.api.Assertions.assertThat;

import io.datapunk.retry.agent.rules.RulesReader;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CurrentRulesTest {

    private final CurrentRules current = new CurrentRules();

    @Test
    void withoutRulesNothingIsEnabledAndNoClassMatches() {
        assertThat(current.get().isEnabled()).isFalse();
        assertThat(current.get().ruleSet()).isNull();
        assertThat(current.get().readAtMillis()).isZero();
        assertThat(current.get().index().isEmpty()).isTrue();
    }

    @Test
    void rulesThatAreReadAreActiveAndEnabled() throws Exception {
        RulesInForce published = current.replace(rules("true"));

        assertThat(current.get()).isSameAs(published);
        assertThat(published.isEnabled()).isTrue();
        assertThat(published.byName()).containsOnlyKeys("a", "b");
        assertThat(published.index().candidates("com/acme/A", false)).hasSize(1);
    }

    @Test
    void rulesThatSayEnabledFalseAreKnownButNotActive() throws Exception {
        current.replace(rules("false"));

        assertThat(current.get().isEnabled()).isFalse();
        assertThat(current.get().isSwitchedOff()).isFalse();
        assertThat(current.get().byName()).isEmpty();
        assertThat(current.get().index().isEmpty()).isTrue();
        assertThat(current.get().ruleSet().rules()).hasSize(2);
    }

    @Test
    void newRulesDoNotSwitchOnWhatWasSwitchedOffByHand() throws Exception {
        current.replace(rules("true"));
        current.switchOff(true);
        current.replace(rules("true"));

        assertThat(current.get().isEnabled()).isFalse();
        assertThat(current.get().index().isEmpty())
                .as("classes are woven all the same")
                .isFalse();

        current.switchOff(false);

        assertThat(current.get().isEnabled()).isTrue();
    }

    @Test
    void aValueThatWasReadDoesNotChange() throws Exception {
        RulesInForce before = current.replace(rules("true"));
        current.switchOff(true);

        assertThat(before.isEnabled()).isTrue();
        assertThat(current.get().index()).isSameAs(before.index());
    }

    private static RulesInForce rules(String enabled) throws Exception {
        String text = "version: 1\nenabled: " + enabled + "\nrules:\n- {name: a, match: {class: com.acme.A}}\n"
                + "- {name: b, match: {class: com.acme.B}}\n";
        return RulesInForce.of(RulesReader.read("test", Map.of("rules.yml", text)), 1);
    }
}
