package io.datapunk.retry.agent.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datapunk.retry.policy.OnExhausted;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code on-exhausted: {return: VALUE}} becomes where a future carries it. */
class CarriedValuesTest {

    private final List<String> problems = new ArrayList<>();

    private Object fit(Object value, String type) throws Exception {
        Object fitting = ReturnValues.fitCarried(
                value, type, "count()", getClass().getClassLoader(), (what, failure) -> problems.add(what));
        return OnExhausted.returning(fitting).valueNow();
    }

    @Test
    void aValueBecomesOneOfTheTypeThatTheFutureCarries() throws Exception {
        assertThat(fit(0L, "java.lang.Integer")).isEqualTo(0);
        assertThat(fit(0L, "java.lang.Long")).isEqualTo(0L);
        assertThat(fit(0L, "java.lang.Double")).isEqualTo(0.0);
        assertThat(fit(1L, "java.lang.Number")).isEqualTo(1L);
        assertThat(fit(1.5, "java.lang.Float")).isEqualTo(1.5f);
        assertThat(fit(true, "java.lang.Boolean")).isEqualTo(true);
        assertThat(fit("x", "java.lang.String")).isEqualTo("x");
        assertThat(fit("x", "java.lang.Character")).isEqualTo('x');
        assertThat(fit(List.of(), "java.util.Set")).isEqualTo(Set.of());
        assertThat(fit(null, "java.util.Optional")).isEqualTo(Optional.empty());
        assertThat(fit(null, "java.util.OptionalInt")).isEqualTo(OptionalInt.empty());
        assertThat(fit(null, "byte[]")).isNull();
        assertThat(fit(7L, null)).as("nobody knows what it carries").isEqualTo(7L);
        assertThat(problems).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "java.lang.Integer",
        "java.lang.Boolean",
        "java.util.Optional",
        "java.util.List",
        "byte[]",
        "java.lang.Void"
    })
    void aValueThatDoesNotFitIsTold(String type) {
        assertThatThrownBy(() -> fit("text", type))
                .isInstanceOf(UnfitRuleException.class)
                .hasMessageContaining("on-exhausted returns \"text\", which is no " + type + " as what count() returns")
                .hasMessageContaining("the failure is thrown instead");
    }

    @Test
    void aTextBecomesTheConstantOfAnEnumWhenItIsNeeded() throws Exception {
        String type = Colour.class.getName();

        assertThat(fit("RED", type)).isEqualTo(Colour.RED);
        assertThat(fit("DEEP", type)).as("a constant with a body").isEqualTo(Colour.DEEP);
        assertThatThrownBy(() -> fit("BLUE", type)).isInstanceOf(OnExhausted.NoValueException.class);
        assertThatThrownBy(() -> fit("BLUE", "no.such.Type")).isInstanceOf(OnExhausted.NoValueException.class);
        assertThat(problems)
                .containsExactly(
                        "on-exhausted returns \"BLUE\", which is no " + type + "; the failure is thrown instead",
                        "on-exhausted returns \"BLUE\", which is no no.such.Type; the failure is thrown instead");
    }

    enum Colour {
        RED,
        DEEP {
            @Override
            public String toString() {
                return "deep";
            }
        }
    }
}
