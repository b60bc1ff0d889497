package io.datapunk.retry.agent.async.streams;

import io.datapunk.retry.CallResult;
import io.datapunk.retry.agent.async.FollowedCall;
import io.datapunk.retry.agent.async.MethodReinvoker;
import io.datapunk.retry.backoff.BackoffPlan;
import io.datapunk.retry.backoff.Jitter;
import io.datapunk.retry.call.CallMetrics;
import io.datapunk.retry.call.CallStart;
import io.datapunk.retry.call.MethodRetry;
import io.datapunk.retry.call.RetryEngine;
import io.datapunk.retry.guard.Guards;
import io.datapunk.retry.outcome.ErrorReporter;
import io.datapunk.retry.policy.RetryPolicy;
import io.datapunk.retry.time.SystemTimer;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.reactivestreams.Publisher;
import org.reactivestreams.tck.PublisherVerification;
import org.reactivestreams.tck.TestEnvironment;
import reactor.core.publisher.Flux;

/** Publishers for the test kit of Reactive Streams. */
final class StreamsKit {

    /** How long something that must not happen is waited for; what must happen is given far longer. */
    private static final long NO_SIGNALS_MILLIS = 30;

    private static final long SIGNALS_MILLIS = 5_000;

    private static final MethodRetry SETUP = new MethodRetry(
            RetryPolicy.builder()
                    .backoff(BackoffPlan.builder((n, previous, random) -> 1)
                            .jitter(Jitter.NONE)
                            .build())
                    .retryAfterEmission(true)
                    .build(),
            new CallMetrics(),
            Guards.NONE,
            RetryEngine.system(new SystemTimer("streams-kit"), ErrorReporter.IGNORED, CallResult.FAILURES));

    private StreamsKit() {}

    static Publisher<Integer> retried(Publisher<Integer> source) {
        MethodReinvoker never = new MethodReinvoker(0, "none", "()V", null, null, new Object[0]);
        return new RetryPublisher<>(source, new FollowedCall(CallStart.beginAsync(SETUP), never, () -> SETUP), false);
    }

    private static Flux<Integer> elements(long from, long to) {
        return Flux.range(0, (int) Math.min(to, Integer.MAX_VALUE)).skip(from);
    }

    /** Emits what there is. */
    public static final class Straight extends PublisherVerification<Integer> {
        /** Made by TestNG. */
        public Straight() {
            super(new TestEnvironment(SIGNALS_MILLIS, NO_SIGNALS_MILLIS));
        }

        @Override
        public Publisher<Integer> createPublisher(long count) {
            return retried(elements(0, count));
        }

        @Override
        public Publisher<Integer> createFailedPublisher() {
            return retried(Flux.error(new IllegalStateException("not to be retried")));
        }
    }

    /** Fails after two elements, and goes on with the others when it is subscribed to again. */
    public static final class Retried extends PublisherVerification<Integer> {
        /** Made by TestNG. */
        public Retried() {
            super(new TestEnvironment(SIGNALS_MILLIS, NO_SIGNALS_MILLIS));
        }

        @Override
        public Publisher<Integer> createPublisher(long count) {
            return subscriber -> {
                AtomicInteger attempts = new AtomicInteger();
                long first = Math.min(2, count);
                retried(Flux.defer(() -> attempts.incrementAndGet() == 1
                                ? elements(0, first).concatWith(Flux.error(new IOException("lost")))
                                : elements(first, count)))
                        .subscribe(subscriber);
            };
        }

        @Override
        public Publisher<Integer> createFailedPublisher() {
            return retried(Flux.error(new IOException("always")));
        }
    }
}
