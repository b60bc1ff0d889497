package io.datapunk.retry.agent.async.reactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datapunk.retry.CallResult;
import io.datapunk.retry.RetryTimeoutException;
import io.datapunk.retry.agent.async.FollowedCall;
import io.datapunk.retry.agent.async.MethodReinvoker;
import io.datapunk.retry.backoff.BackoffPlan;
import io.datapunk.retry.backoff.Jitter;
import io.datapunk.retry.call.CallMetrics;
import io.datapunk.retry.call.CallOutcome;
import io.datapunk.retry.call.CallStart;
import io.datapunk.retry.call.MethodRetry;
import io.datapunk.retry.call.RetryEngine;
import io.datapunk.retry.guard.Guards;
import io.datapunk.retry.outcome.ErrorReporter;
import io.datapunk.retry.outcome.OutcomeRules;
import io.datapunk.retry.outcome.ResultMatcher;
import io.datapunk.retry.policy.OnExhausted;
import io.datapunk.retry.policy.RetryPolicy;
import io.datapunk.retry.time.SystemTimer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reactor's streams, with real waits of a nanosecond. */
class ReactorAdaptersTest {

    private static final RetryEngine ENGINE =
            RetryEngine.system(new SystemTimer("reactor-test"), ErrorReporter.IGNORED, CallResult.FAILURES);

    private final CallMetrics metrics = new CallMetrics();
    private final AtomicInteger attempts = new AtomicInteger();
    private RetryPolicy.Builder policy = RetryPolicy.builder()
            .backoff(BackoffPlan.builder((n, previous, random) -> 1)
                    .jitter(Jitter.NONE)
                    .build());

    private FollowedCall call() {
        MethodRetry setup = new MethodRetry(policy.build(), metrics, Guards.NONE, ENGINE);
        MethodReinvoker never = new MethodReinvoker(0, "none", "()V", null, null, new Object[0]);
        return new FollowedCall(CallStart.beginAsync(setup), never, () -> setup);
    }

    @SuppressWarnings("unchecked")
    private <T> Flux<T> followed(Flux<T> source) {
        return (Flux<T>)
                new ReactorAdapters().adapterOf("reactor.core.publisher.Flux").follow(source, call());
    }

    @SuppressWarnings("unchecked")
    private <T> Mono<T> followed(Mono<T> source) {
        return (Mono<T>)
                new ReactorAdapters().adapterOf("reactor.core.publisher.Mono").follow(source, call());
    }

    private <T> Flux<T> lostAfter(Flux<T> emitted, Flux<T> second) {
        return Flux.defer(() ->
                attempts.incrementAndGet() == 1 ? emitted.concatWith(Flux.error(new IOException("lost"))) : second);
    }

    @Test
    void eachAttemptHasTheSubscribersContext() {
        List<String> seen = new ArrayList<>();
        Mono<String> source = Mono.deferContextual(context -> {
            seen.add(context.get("user"));
            return attempts.incrementAndGet() < 3 ? Mono.error(new IOException("refused")) : Mono.just("done");
        });

        assertThat(followed(source)
                        .contextWrite(context -> context.put("user", "ann"))
                        .block())
                .isEqualTo("done");
        assertThat(seen).containsExactly("ann", "ann", "ann");
    }

    @Test
    void aStreamThatHasEmittedIsNotRetried() {
        Flux<Integer> flux = followed(lostAfter(Flux.just(1, 2), Flux.just(3)));

        assertThatThrownBy(() -> flux.collectList().block()).hasCauseInstanceOf(IOException.class);
        assertThat(attempts).hasValue(1);
        assertThat(metrics.lastDecision().toString()).contains("NotRetryable after 1 attempt: it has emitted already");
    }

    @Test
    void unlessARuleAllowsIt() {
        policy.retryAfterEmission(true);

        assertThat(followed(lostAfter(Flux.just(1, 2), Flux.just(3)))
                        .collectList()
                        .block())
                .containsExactly(1, 2, 3);
    }

    @Test
    void demandIsCarriedOverToTheNextAttempt() {
        policy.retryAfterEmission(true);
        List<Long> demands = new ArrayList<>();
        Flux<Integer> flux = followed(lostAfter(
                Flux.just(1, 2).doOnRequest(demands::add), Flux.range(3, 100).doOnRequest(demands::add)));
        List<Integer> seen = new ArrayList<>();
        BaseSubscriber<Integer> five = new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(org.reactivestreams.Subscription subscription) {
                request(5);
            }

            @Override
            protected void hookOnNext(Integer element) {
                synchronized (seen) {
                    seen.add(element);
                    seen.notifyAll();
                }
            }
        };
        flux.subscribe(five);

        assertThat(await(seen, 5)).containsExactly(1, 2, 3, 4, 5);
        assertThat(demands).containsExactly(5L, 3L);
        five.request(1);
        assertThat(await(seen, 6)).last().isEqualTo(6);
        five.cancel();
    }

    private static List<Integer> await(List<Integer> seen, int size) {
        synchronized (seen) {
            while (seen.size() < size) {
                try {
                    seen.wait();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            return List.copyOf(seen);
        }
    }

    @Test
    void rulesLookAtTheElementOfAMono() {
        policy.outcomes(
                OutcomeRules.builder().retryIf(ResultMatcher.equalTo(503L)).build());
        Mono<Integer> mono = followed(Mono.fromSupplier(() -> attempts.incrementAndGet() < 3 ? 503 : 200));

        assertThat(mono.block()).isEqualTo(200);
        assertThat(metrics.count(CallOutcome.RETRIED_SUCCESS)).isEqualTo(1);
    }

    @Test
    void eachSubscriptionIsACall() {
        Mono<String> mono = followed(Mono.just("done"));
        mono.block();
        mono.block();

        assertThat(metrics.count(CallOutcome.FIRST_TRY_SUCCESS)).isEqualTo(2);
        assertThat(metrics.calls()).isEqualTo(2);
    }

    @Test
    void whoTakesEnoughHasCancelledTheCall() {
        assertThat(followed(Flux.range(0, 100)).take(3).collectList().block()).containsExactly(0, 1, 2);
        assertThat(metrics.count(CallOutcome.STOPPED)).isEqualTo(1);
    }

    @Test
    void theTimeEndsAStreamThatIsFlowing() {
        policy.timeout(Duration.ofMillis(50));

        assertThatThrownBy(() -> followed(Flux.just(1).concatWith(Flux.never()))
                        .collectList()
                        .block())
                .hasMessageContaining("the timeout of 50ms is over")
                .isInstanceOf(RetryTimeoutException.class);
    }

    @Test
    void aValueInPlaceOfTheFailure() {
        policy.onExhausted(OnExhausted.returning("none"));

        assertThat(followed(Mono.<String>error(new IOException("refused"))).block())
                .isEqualTo("none");
        assertThat(followed(Flux.<String>error(new IOException("refused")))
                        .collectList()
                        .block())
                .containsExactly("none");
    }

    @Test
    void whichWaitsUntilSomebodyWantsIt() throws Exception {
        policy.maxAttempts(1).onExhausted(OnExhausted.returning("none"));
        CompletableFuture<String> seen = new CompletableFuture<>();
        BaseSubscriber<String> patient = new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(org.reactivestreams.Subscription subscription) {
                // wants nothing yet
            }

            @Override
            protected void hookOnNext(String element) {
                seen.complete(element);
            }
        };
        followed(Flux.<String>error(new IOException("refused"))).subscribe(patient);

        assertThat(metrics.count(CallOutcome.EXHAUSTED)).isEqualTo(1);
        assertThat(seen).isNotDone();
        patient.request(1);
        assertThat(seen).isCompletedWithValue("none");
    }

    @Test
    void anEmptyMonoStaysEmpty() {
        assertThat(followed(Mono.empty()).blockOptional()).isEmpty();
    }
}
