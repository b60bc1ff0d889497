package io.datapunk.retry.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SingleWriterCounterTest {
    private final SingleWriterCounter counter = new SingleWriterCounter();

    @Test
    void countsFromZero() {
        assertThat(counter.sum()).isZero();
        counter.increment();
        counter.increment();
        assertThat(counter.sum()).isEqualTo(2);
    }

    /** One has the cell, the others find it in their way. */
    @Test
    void losesNothingOfThreadsThatWantTheSameCell() throws InterruptedException {
        int threads = 4;
        CountDownLatch allThere = new CountDownLatch(threads);
        List<Thread> sameCell = new ArrayList<>();
        while (sameCell.size() < threads) {
            Thread thread = new Thread(() -> {
                counter.increment();
                allThere.countDown();
                awaitQuietly(allThere);
                for (int n = 1; n < 1_000_000; n++) {
                    counter.increment();
                }
            });
            if (sameCell.isEmpty() || (thread.getId() - sameCell.get(0).getId()) % SingleWriterCounter.MAX_CELLS == 0) {
                sameCell.add(thread);
            }
        }
        sameCell.forEach(Thread::start);
        join(sameCell);
        assertThat(counter.sum()).isEqualTo(1_000_000L * threads);
    }

    /** The cell of a thread that has ended goes to another, and what it has counted stays. */
    @Test
    void losesNothingOfThreadsThatComeAndGo() throws InterruptedException {
        for (int generation = 1; generation <= 20; generation++) {
            List<Thread> started = new ArrayList<>();
            for (int i = 0; i < SingleWriterCounter.MAX_CELLS; i++) {
                started.add(started(() -> {
                    for (int n = 0; n < 100; n++) {
                        counter.increment();
                    }
                }));
            }
            join(started);
            assertThat(counter.sum()).isEqualTo(100L * SingleWriterCounter.MAX_CELLS * generation);
        }
    }

    /** A reading is never below one before it, even if one thread takes over the cell of another meanwhile. */
    @Test
    void neverFalls() throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        Thread reader = started(() -> {
            long before = 0;
            while (end.getCount() > 0) {
                long now = counter.sum();
                if (now < before) {
                    throw new AssertionError(now + " after " + before);
                }
                before = now;
            }
        });
        List<Throwable> thrown = new ArrayList<>();
        reader.setUncaughtExceptionHandler((thread, failure) -> thrown.add(failure));
        for (int generation = 0; generation < 200; generation++) {
            Thread one = started(counter::increment);
            Thread other = started(counter::increment);
            join(List.of(one, other));
        }
        end.countDown();
        join(List.of(reader));
        assertThat(thrown).isEmpty();
        assertThat(counter.sum()).isEqualTo(400);
    }

    @Test
    void holdsNoThread() throws InterruptedException {
        Thread thread = started(counter::increment);
        join(List.of(thread));
        WeakReference<Thread> gone = new WeakReference<>(thread);
        thread = null;
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (gone.get() != null && System.nanoTime() < deadline) {
            System.gc();
        }
        assertThat(gone.get()).isNull();
        assertThat(counter.sum()).isEqualTo(1);
    }

    private static Thread started(Runnable task) {
        Thread thread = new Thread(task);
        thread.start();
        return thread;
    }

    private static void join(List<Thread> threads) throws InterruptedException {
        for (Thread thread : threads) {
            thread.join(TimeUnit.MINUTES.toMillis(2));
            assertThat(thread.isAlive()).isFalse();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
