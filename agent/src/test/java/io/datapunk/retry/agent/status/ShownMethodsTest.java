package io.datapunk.retry.agent.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.datapunk.retry.agent.woven.WovenMethod;
import io.datapunk.retry.agent.woven.WovenMethodRegistry;
import io.datapunk.retry.agent.woven.WovenSignature;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShownMethodsTest {

    private final WovenMethodRegistry registry = new WovenMethodRegistry();
    private final ShownMethods shown = new ShownMethods();
    private final List<WovenMethod> woven = new ArrayList<>();

    @Test
    void aMethodIsShownOnceItWasCalled() {
        weave(300, "rule");
        assertThat(shown.look()).isEmpty();
        assertThat(shown.others()).isEqualTo(300);

        woven.get(7).metrics().firstTrySuccess();

        assertThat(shown.look()).containsExactly(woven.get(7));
        assertThat(shown.look()).isEmpty();
        assertThat(shown.all()).containsExactly(woven.get(7));
        assertThat(shown.others()).isEqualTo(299);
    }

    @Test
    void ofARuleWithHundredsOfCalledMethodsOthersAreNotShown() {
        weave(400, "broad");
        weave(10, "other");
        woven.forEach(woven -> woven.metrics().firstTrySuccess());

        assertThat(shown.look()).hasSize(ShownMethods.CALLED_OF_A_RULE + 10);
        assertThat(shown.look()).isEmpty();
        assertThat(shown.others()).isEqualTo(400 - ShownMethods.CALLED_OF_A_RULE);
    }

    @Test
    void whatIsShownStaysSoAsLongAsItIsWoven() {
        weave(3, "rule");
        woven.get(0).metrics().firstTrySuccess();
        woven.get(1).metrics().firstTrySuccess();
        shown.look();
        woven.get(0).metrics().reset();

        shown.woven(woven.subList(0, 1));

        assertThat(shown.look()).isEmpty();
        assertThat(shown.all()).containsExactly(woven.get(0));
    }

    private void weave(int methods, String rule) {
        for (int i = 0; i < methods; i++) {
            woven.add(registry.wovenMethodOf(
                    getClass().getClassLoader(), "com.acme." + rule, new WovenSignature("m" + i, "()V"), rule));
        }
        shown.woven(woven);
    }
}
