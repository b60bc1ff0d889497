package io.datapunk.retry.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.datapunk.retry.time.VirtualTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A budget that many methods share, of which one fails: it gives what it promises, and costs the failing calls nothing
 * more.
 */
class RetryBudgetOfManyTest {

    private static final double RATIO = 0.2;
    private static final double FLOOR = 10;
    private static final int SECONDS = 60;
    private static final int WINDOW_MILLIS = 2_000;
    private static final int SUCCESSES_A_MILLI = 3;

    private final VirtualTime time = new VirtualTime();

    /** How often a source was read. */
    private long asked;

    /**
     * The failing method asks for a retry of each of its calls, 1,000 a second; the others make 3,000 calls a second
     * that succeed.
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 1_000, 100_000})
    void givesWhatTheContractSaysInEachWindow(int methods) {
        RetryBudget budget = new RetryBudget("test", RATIO, FLOOR, time);
        List<Counted> sources = attached(methods, budget);
        while (budget.tryWithdraw(time)) {
            time.advanceMillis(0);
        }
        int[] retries = new int[SECONDS * 1_000];
        int next = 0;
        for (int milli = 0; milli < retries.length; milli++) {
            for (int i = 0; i < SUCCESSES_A_MILLI; i++) {
                next = (next + 7) % methods;
                sources.get(next).count++;
            }
            budget.callFailed(sources.get(0));
            retries[milli] = budget.tryWithdraw(time) ? 1 : 0;
            time.advanceMillis(1);
        }

        double aMilli = RATIO * (SUCCESSES_A_MILLI + 1) + FLOOR / 1_000;
        int inWindow = 0;
        int most = 0;
        int all = 0;
        for (int milli = 0; milli < retries.length; milli++) {
            all += retries[milli];
            inWindow += retries[milli] - (milli >= WINDOW_MILLIS ? retries[milli - WINDOW_MILLIS] : 0);
            most = Math.max(most, inWindow);
        }
        assertThat(all).isBetween((int) (0.95 * aMilli * retries.length), (int) Math.ceil(aMilli * retries.length));
        // What was counted in the last tenth of a second before a window comes in it.
        assertThat((double) most).isLessThanOrEqualTo(aMilli * (WINDOW_MILLIS + 101) + 1);
    }

    @Test
    void aFailingCallReadsNoMoreSourcesWithAHundredThousandMethodsThanWithAThousand() {
        assertThat(readByFailingCalls(100_000))
                .isEqualTo(readByFailingCalls(1_000))
                .isEqualTo(500);
    }

    /** How many sources are read on the threads of 500 calls that fail within a second. */
    private long readByFailingCalls(int methods) {
        RetryBudget budget = new RetryBudget("test", RATIO, FLOOR, time);
        List<Counted> sources = attached(methods, budget);
        long before = asked;
        long ofTimer = 0;
        for (int i = 0; i < 500; i++) {
            budget.callFailed(sources.get(i));
            budget.tryWithdraw(time);
            long beforeTimer = asked;
            time.advanceMillis(i % 50 == 0 ? 100 : 0);
            ofTimer += asked - beforeTimer;
        }
        assertThat(ofTimer).as("passes of the timer").isEqualTo(10L * methods);
        return asked - before - ofTimer;
    }

    @Test
    void callsOfAQuietHourAreNotSavedUp() {
        RetryBudget budget = new RetryBudget("test", RATIO, 0, time);
        List<Counted> sources = attached(1_000, budget);
        for (Counted source : sources) {
            source.count += 3_600;
        }
        time.advanceMillis(3_600_000);

        int retries = 0;
        for (int i = 0; i < 1_000; i++) {
            budget.callFailed(sources.get(i));
            retries += budget.tryWithdraw(time) ? 1 : 0;
            time.advanceMillis(0);
        }

        // A second has 1,000 of the calls that succeeded, and all that failed.
        assertThat((double) retries).isLessThanOrEqualTo(RATIO * 2_000 + 1);
    }

    @Test
    void aTimerThatTakesNothingOnlyDeniesRetries() {
        RetryBudget budget = new RetryBudget("test", RATIO, FLOOR, time);
        List<Counted> sources = attached(1_000, budget);
        time.advanceMillis(1_000);
        sources.get(1).count += 1_000;

        for (int i = 0; i < 10; i++) {
            assertThat(budget.tryWithdraw((task, nanos) -> {
                        throw new OutOfMemoryError("no thread");
                    }))
                    .isTrue();
        }
        assertThat(budget.tryWithdraw(time))
                .as("the timer is not asked again at once")
                .isFalse();
        time.advanceMillis(200);
        budget.tryWithdraw(time);
        time.advanceMillis(1);
        assertThat(budget.balance()).as("what was counted is not lost").isGreaterThan(10);
    }

    private List<Counted> attached(int methods, RetryBudget budget) {
        List<Counted> sources = new ArrayList<>();
        for (int i = 0; i < methods; i++) {
            Counted source = new Counted();
            sources.add(source);
            budget.attach(source);
        }
        return sources;
    }

    private final class Counted implements CallSource {
        private long count;
        private long taken;

        @Override
        public long takeNew() {
            asked++;
            long before = taken;
            taken = count;
            return taken - before;
        }
    }
}
