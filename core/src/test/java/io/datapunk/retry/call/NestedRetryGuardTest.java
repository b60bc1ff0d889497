package io.datapunk.retry.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class FailureMarksTest {

    private final NestedRetryGuard marks = new NestedRetryGuard();

    @Test
    void aMarkCountsForCallsThatBeganBeforeIt() {
        Exception failure = new Exception();
        long before = marks.sequence();
        marks.mark(failure);
        assertThat(marks.isMarked(failure, before)).isTrue();
        assertThat(marks.isMarked(new RuntimeException(failure), before)).isTrue();
        assertThat(marks.isMarked(failure, marks.sequence())).isFalse();
        assertThat(marks.isMarked(new Exception(), before)).isFalse();
    }

    @Test
    void aSecondMarkOfTheSameFailureIsNewer() {
        Exception failure = new Exception();
        marks.mark(failure);
        long between = marks.sequence();
        marks.mark(failure);
        assertThat(marks.isMarked(failure, between)).isTrue();
        assertThat(marks.size()).isEqualTo(1);
    }

    /** Put without an atomic step, marks were lost here in each run. */
    @Test
    void threadsThatShareAnInstanceLoseNoMark() throws Exception {
        Exception shared = new Exception();
        int threads = 64;
        CyclicBarrier together = new CyclicBarrier(threads);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Integer>> lost = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                lost.add(pool.submit(() -> {
                    together.await();
                    int missing = 0;
                    for (int round = 0; round < 200; round++) {
                        long before = marks.sequence();
                        marks.mark(shared);
                        missing += marks.isMarked(shared, before) ? 0 : 1;
                        missing += marks.isMarked(new RuntimeException(shared), before) ? 0 : 1;
                    }
                    return missing;
                }));
            }
            for (Future<Integer> each : lost) {
                assertThat(each.get()).isZero();
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(marks.sequence()).isEqualTo(64 * 200);
        assertThat(marks.size()).isEqualTo(1);
    }

    @Test
    void valuesWithoutIdentityAreKnownByThread() throws InterruptedException {
        long before = marks.sequence();
        marks.markResult(503);
        assertThat(marks.isResultMarked(503, before)).isTrue();
        assertThat(marks.isResultMarked(500, before)).isFalse();
        boolean[] elsewhere = {true};
        Thread other = new Thread(() -> elsewhere[0] = marks.isResultMarked(503, before));
        other.start();
        other.join();
        assertThat(elsewhere[0]).isFalse();
    }

    @Test
    void anInstanceThatOthersThrowAgainAndAgainSaysNothingOfThisCall() throws InterruptedException {
        Exception preallocated = new Exception();
        long before = marks.sequence();
        Thread other = new Thread(() -> {
            marks.mark(preallocated);
            marks.mark(preallocated);
        });
        other.start();
        other.join();
        assertThat(marks.isMarked(preallocated, before)).isFalse();
        assertThat(marks.isMarked(new RuntimeException(preallocated), before)).isTrue();

        Exception handedOver = new Exception();
        Thread worker = new Thread(() -> marks.mark(handedOver));
        worker.start();
        worker.join();
        assertThat(marks.isMarked(handedOver, before)).isTrue();
    }

    @Test
    void resultsWithIdentityAreKnownByIt() {
        Object response = new Object();
        long before = marks.sequence();
        marks.markResult(response);
        assertThat(marks.isResultMarked(response, before)).isTrue();
        assertThat(marks.isResultMarked(new Object(), before)).isFalse();
    }

    @Test
    void marksGoWithWhatTheyMark() {
        Exception kept = new Exception();
        marks.mark(kept);
        for (int i = 0; i < 1_000; i++) {
            marks.mark(new Exception());
        }
        for (int i = 0; i < 200 && marks.size() > 1; i++) {
            System.gc();
        }
        assertThat(marks.size()).isEqualTo(1);
        assertThat(marks.isMarked(kept, 0)).isTrue();
    }
}
