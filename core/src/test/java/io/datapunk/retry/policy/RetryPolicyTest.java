package io.datapunk.retry.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryPolicyTest {

    @Test
    void theDefaults() {
        RetryPolicy policy = RetryPolicy.builder().build();
        assertThat(policy.maxAttempts()).isEqualTo(3);
        assertThat(policy.timeoutNanos()).isZero();
        assertThat(policy.onExhausted()).isSameAs(OnExhausted.RETHROW);
        assertThat(policy.nested()).isEqualTo(Nested.INNERMOST);
        assertThat(policy.mode()).isEqualTo(Mode.ENFORCE);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 1001, Integer.MAX_VALUE})
    void attemptsOutOfRange(int attempts) {
        assertThatThrownBy(() -> RetryPolicy.builder().maxAttempts(attempts))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(String.valueOf(attempts), "1 to 1000");
    }

    @Test
    void unlimitedAttemptsNeedATimeout() {
        assertThatThrownBy(() -> RetryPolicy.builder().unlimitedAttempts().build())
                .hasMessageContainingAll("max-attempts is unlimited", "timeout is not set");
        assertThat(RetryPolicy.builder()
                        .unlimitedAttempts()
                        .timeout(Duration.ofSeconds(1))
                        .build()
                        .maxAttempts())
                .isEqualTo(RetryPolicy.UNLIMITED);
    }

    @Test
    void timeoutsOutOfRange() {
        assertThatThrownBy(() -> RetryPolicy.builder().timeout(Duration.ZERO)).hasMessageContaining("PT0S");
        assertThatThrownBy(() -> RetryPolicy.builder().timeout(Duration.ofMillis(-1)))
                .hasMessageContaining("above zero");
        assertThatThrownBy(() -> RetryPolicy.builder().timeout(Duration.ofDays(200_000)))
                .hasMessageContaining("nanoseconds");
    }

    @Test
    void nullsAreRefusedByName() {
        assertThatThrownBy(() -> RetryPolicy.builder().backoff(null)).hasMessage("backoff is null");
        assertThatThrownBy(() -> RetryPolicy.builder().outcomes(null)).hasMessage("outcomes is null");
    }

    @Test
    void aCopyHasTheSameValues() {
        RetryPolicy policy = RetryPolicy.builder()
                .maxAttempts(7)
                .timeout(Duration.ofSeconds(9))
                .onExhausted(OnExhausted.WRAP)
                .nested(Nested.ALLOW)
                .mode(Mode.OBSERVE)
                .build();
        assertThat(policy.toBuilder().build()).usingRecursiveComparison().isEqualTo(policy);
    }
}
