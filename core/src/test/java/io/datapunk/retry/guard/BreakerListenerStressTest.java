package io.datapunk.retry.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.datapunk.retry.stress.Stress;
import io.datapunk.retry.time.SystemClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What a listener is told of a breaker that 64 threads change at the same time. */
class BreakerListenerStressTest {

    private final List<String> told = new ArrayList<>();
    private final AtomicBoolean isBeingTold = new AtomicBoolean();
    private volatile boolean wasToldTwoAtOnce;
    private CircuitBreaker breaker;

    @Test
    void changesAreToldInTheirOrderAndTheLastIsTheState() throws Exception {
        String broken = Stress.run(new Stress.Round() {
            @Override
            public Stress.Work begin() {
                told.clear();
                breaker = new CircuitBreaker(
                        "test",
                        BreakerSettings.builder()
                                .windowOfCalls(2)
                                .minimumCalls(1)
                                .halfOpenCalls(1)
                                .openFor(Duration.ofNanos(1))
                                .build(),
                        SystemClock.INSTANCE,
                        BreakerListenerStressTest.this::told);
                return thread -> {
                    for (int i = 0; i < 20; i++) {
                        long permit = breaker.tryAcquire();
                        if (permit != CircuitBreaker.REFUSED && (thread + i) % 2 == 0) {
                            breaker.failed(permit, 1);
                        } else if (permit != CircuitBreaker.REFUSED) {
                            breaker.succeeded(permit, 1);
                        }
                    }
                };
            }

            @Override
            public String broken() {
                return BreakerListenerStressTest.this.broken();
            }
        });

        assertThat(broken).isNull();
    }

    private void told(CircuitBreaker of, BreakerState from, BreakerState to, String why) {
        wasToldTwoAtOnce |= !isBeingTold.compareAndSet(false, true);
        told.add(from + ">" + to);
        isBeingTold.set(false);
        if (told.size() % 3 == 0) {
            throw new IllegalStateException("a listener that breaks its promise");
        }
    }

    private String broken() {
        String state = "CLOSED";
        for (String change : told) {
            if (!change.startsWith(state + ">")) {
                return "after " + state + " it was told " + change;
            }
            state = change.substring(change.indexOf('>') + 1);
        }
        if (wasToldTwoAtOnce) {
            return "two changes were told at once";
        }
        return state.equals(breaker.state().name()) ? null : "told " + state + " last, but it is " + breaker.state();
    }
}
