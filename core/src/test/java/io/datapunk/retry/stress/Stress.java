package io.datapunk.retry.stress;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Many threads at the same thing, round after round, for as long as {@code -Dstress.millis} says: a second in a build,
 * a minute when it is asked for.
 */
public final class Stress {

    /** How many threads. */
    public static final int THREADS = 64;

    private static final long MILLIS = Long.getLong("stress.millis", 1_000);

    private Stress() {}

    /** What one thread does in one round. */
    public interface Work {
        /** Does it. */
        void run(int thread) throws Exception;
    }

    /** What is set up before, and what must hold after a round. */
    public interface Round {
        /** What the threads do; made anew for each round. */
        Work begin();

        /** Why it does not hold; {@code null}: it does. */
        String broken();
    }

    /** Runs rounds until the time is over, or something is broken; gives what, or {@code null}. */
    public static String run(Round round) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(MILLIS);
        do {
            String broken = once(round);
            if (broken != null) {
                return broken;
            }
        } while (System.nanoTime() < end);
        return null;
    }

    private static String once(Round round) throws InterruptedException {
        Work work = round.begin();
        CyclicBarrier together = new CyclicBarrier(THREADS);
        AtomicReference<String> failure = new AtomicReference<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int number = i;
            Thread thread = new Thread(() -> {
                try {
                    together.await();
                    work.run(number);
                } catch (Throwable t) {
                    failure.compareAndSet(null, t.toString());
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return failure.get() == null ? round.broken() : failure.get();
    }
}
