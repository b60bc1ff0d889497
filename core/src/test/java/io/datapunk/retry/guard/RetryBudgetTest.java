package io.datapunk.retry.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.datapunk.retry.time.VirtualClock;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {

    private final VirtualClock clock = new VirtualClock();
    private final AtomicLong successes = new AtomicLong();

    @Test
    void startsWithWhatASecondAdds() {
        RetryBudget budget = budget(0.2, 10);
        for (int i = 0; i < 10; i++) {
            assertThat(budget.tryWithdraw()).isTrue();
        }
        assertThat(budget.tryWithdraw()).isFalse();
        assertThat(budget.withdrawn()).isEqualTo(10);
        assertThat(budget.denied()).isEqualTo(1);
    }

    @Test
    void timeFlowsIn() {
        RetryBudget budget = empty(0, 10);
        clock.advanceMillis(100);
        assertThat(budget.tryWithdraw()).isTrue();
        assertThat(budget.tryWithdraw()).isFalse();
        clock.advanceMillis(3_600_000);
        assertThat(budget.balance()).as("an hour is not saved up").isEqualTo(10);
    }

    @Test
    void callsAddTheirShare() {
        RetryBudget budget = empty(0.2, 0);
        budget.attach(new Counted(successes));
        for (int i = 0; i < 100; i++) {
            successes.incrementAndGet();
            budget.callFailed();
        }
        clock.advanceMillis(1);
        assertThat(budget.balance()).isCloseTo(40, within(1e-6));
    }

    @Test
    void theBalanceIsAtMostWhatASecondOfCallsAdds() {
        RetryBudget budget = empty(0.5, 0);
        budget.attach(new Counted(successes));
        for (int second = 0; second < 10; second++) {
            successes.addAndGet(1_000);
            clock.advanceMillis(1_000);
            assertThat(budget.balance()).isBetween(400.0, 550.0);
        }
        clock.advanceMillis(2_000);
        assertThat(budget.balance()).as("nobody has called for two seconds").isLessThanOrEqualTo(1);
    }

    @Test
    void aQuietServiceMayRetryOnce() {
        RetryBudget budget = empty(0.2, 0);
        for (int i = 0; i < 5; i++) {
            assertThat(budget.tryWithdraw()).isFalse();
            budget.callFailed();
            clock.advanceMillis(10_000);
        }
        assertThat(budget.tryWithdraw()).isTrue();
        RetryBudget slow = empty(0, 0.1);
        clock.advanceMillis(8_000);
        assertThat(slow.tryWithdraw()).isFalse();
        clock.advanceMillis(1_001);
        assertThat(slow.tryWithdraw()).isTrue();
    }

    @Test
    void whereNothingFlowsNothingIsAllowed() {
        RetryBudget budget = budget(0, 0);
        budget.callFailed();
        clock.advanceMillis(10_000);
        assertThat(budget.tryWithdraw()).isFalse();
    }

    @Test
    void sourcesCountFromWhenTheyAreAttached() {
        successes.set(1_000_000);
        RetryBudget budget = empty(1, 0);
        CallSource source = new Counted(successes);
        budget.attach(source);
        budget.attach(source);
        clock.advanceMillis(10);
        assertThat(budget.balance()).isZero();
        successes.addAndGet(7);
        clock.advanceMillis(10);
        assertThat(budget.balance()).as("counted once").isCloseTo(7, within(1e-6));
        budget.detach(source);
        successes.addAndGet(100);
        clock.advanceMillis(10);
        assertThat(budget.balance()).isCloseTo(7, within(1e-6));
    }

    @Test
    void aClockThatWrapsAroundDoesNoHarm() {
        long almost = Long.MAX_VALUE / 1_000_000;
        clock.advanceMillis(almost);
        RetryBudget budget = empty(0, 10);
        clock.advanceMillis(1_000);
        assertThat(clock.nanoTime()).isNegative();
        assertThat(budget.balance()).isCloseTo(10, within(0.1));
    }

    @Test
    void otherValuesKeepTheBalance() {
        RetryBudget budget = budget(0.2, 10);
        budget.reconfigure(0.2, 100);
        assertThat(budget.balance()).isEqualTo(10);
        budget.reconfigure(0.2, 4);
        assertThat(budget.balance()).isEqualTo(4);
        assertThatThrownBy(() -> budget.reconfigure(-1, 4)).hasMessageContaining("ratio is -1");
    }

    /**
     * Whatever the traffic: retries are at most the share of the calls, what time adds, and what there was at first.
     */
    @Test
    void neverMoreThanTheContractAllows() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            double ratio = random.nextInt(101) / 100.0;
            double floor = random.nextInt(20);
            long started = clock.nanoTime();
            RetryBudget budget = budget(ratio, floor);
            long calls = 0;
            for (int step = 0; step < 300; step++) {
                int burst = random.nextInt(30);
                for (int i = 0; i < burst; i++) {
                    calls++;
                    budget.callFailed();
                    if (random.nextInt(3) > 0) {
                        budget.tryWithdraw();
                    }
                }
                clock.advanceMillis(random.nextInt(300));
                double seconds = (clock.nanoTime() - started) / 1e9;
                assertThat((double) budget.withdrawn())
                        .as("seed %d", seed)
                        .isLessThanOrEqualTo(ratio * calls + floor * seconds + floor + 1);
            }
        }
    }

    @Test
    void aFailingCallTakesInWhatItsOwnMethodHasCounted() {
        RetryBudget budget = empty(0.5, 0);
        Counted own = new Counted(successes);
        budget.attach(own);
        for (int i = 0; i < 100; i++) {
            budget.attach(new Counted(new AtomicLong()));
        }
        successes.addAndGet(9);

        budget.callFailed(own);

        assertThat(budget.tryWithdraw(null)).isTrue();
        assertThat(budget.balance()).isCloseTo(4, within(1e-6));
        budget.callFailed(new Counted(new AtomicLong(100)));
        assertThat(budget.balance()).as("of another budget").isCloseTo(4.5, within(1e-6));
    }

    private RetryBudget empty(double ratio, double minPerSecond) {
        RetryBudget budget = budget(ratio, minPerSecond);
        while (budget.tryWithdraw()) {
            clock.advanceMillis(0);
        }
        return budget;
    }

    private RetryBudget budget(double ratio, double minPerSecond) {
        return new RetryBudget("test", ratio, minPerSecond, clock);
    }

    /** A source that counts in a number that the test changes. */
    private static final class Counted implements CallSource {
        private final AtomicLong count;
        private long taken;

        Counted(AtomicLong count) {
            this.count = count;
        }

        @Override
        public long takeNew() {
            long before = taken;
            taken = count.get();
            return taken - before;
        }
    }
}
