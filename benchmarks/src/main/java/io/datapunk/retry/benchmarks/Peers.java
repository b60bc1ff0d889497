package io.datapunk.retry.benchmarks;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeExecutor;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.smallrye.faulttolerance.api.TypedGuard;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;

/**
 * The other libraries, each configured as its documentation shows: {@link IOException} is retried, twice at most, at
 * once.
 */
public enum Peers {
    SPRING_7 {
        @Override
        Peer configured() {
            RetryTemplate retry = new RetryTemplate(RetryPolicy.builder()
                    .includes(IOException.class)
                    .maxRetries(2)
                    .delay(Duration.ZERO)
                    .build());
            return action -> retry.execute(action::call);
        }
    },
    RESILIENCE4J {
        @Override
        Peer configured() {
            Retry retry = retry();
            return action -> retry.executeCallable(action);
        }
    },
    RESILIENCE4J_WITH_BREAKER {
        @Override
        Peer configured() {
            Retry retry = retry();
            CircuitBreaker breaker = CircuitBreaker.of(
                    "peer",
                    CircuitBreakerConfig.custom()
                            .slidingWindow(100, 100, CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
                            .failureRateThreshold(90) // one of two fails in the calls that fail once
                            .build());
            return action -> retry.executeCallable(() -> breaker.executeCallable(action));
        }
    },
    FAILSAFE {
        @Override
        Peer configured() {
            FailsafeExecutor<Integer> retry = Failsafe.with(dev.failsafe.RetryPolicy.<Integer>builder()
                    .handle(IOException.class)
                    .withMaxRetries(2)
                    .build());
            return action -> retry.get(action::call);
        }
    },
    SMALLRYE {
        @Override
        Peer configured() {
            TypedGuard<Integer> guard = TypedGuard.create(Integer.class)
                    .withRetry()
                    .maxRetries(2)
                    .delay(0, ChronoUnit.MILLIS)
                    .jitter(0, ChronoUnit.MILLIS)
                    .retryOn(IOException.class)
                    .done()
                    .build();
            return guard::call;
        }
    },
    SPRING_RETRY {
        @Override
        Peer configured() {
            org.springframework.retry.support.RetryTemplate retry =
                    org.springframework.retry.support.RetryTemplate.builder()
                            .maxAttempts(3)
                            .noBackoff()
                            .retryOn(IOException.class)
                            .build();
            return action -> retry.execute(context -> action.call());
        }
    };

    abstract Peer configured();

    private static Retry retry() {
        return Retry.of(
                "peer",
                RetryConfig.custom()
                        .maxAttempts(3)
                        .intervalFunction(attempt -> 0L)
                        .retryExceptions(IOException.class)
                        .build());
    }
}
