package io.datapunk.retry.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SystemTimerTest {

    private static final String NAME = "timer-under-test";

    private final InheritableThreadLocal<String> handedDown = new InheritableThreadLocal<>();

    @Test
    void thousandsOfTasksShareOneDaemonThread() throws InterruptedException {
        SystemTimer timer = new SystemTimer(NAME);
        List<Timer.Handle> handles = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            handles.add(timer.schedule(() -> {}, TimeUnit.HOURS.toNanos(1)));
        }
        CountDownLatch due = new CountDownLatch(1);
        timer.schedule(due::countDown, 1);
        due.await();

        assertThat(threads()).singleElement().matches(Thread::isDaemon);
        handles.forEach(Timer.Handle::cancel);
    }

    @Test
    void theThreadHoldsNothingOfWhoeverStartsIt() throws InterruptedException {
        handedDown.set("of the application");
        SystemTimer timer = new SystemTimer(NAME + "-2");
        String[] seen = {"nothing ran"};
        CountDownLatch due = new CountDownLatch(1);
        timer.schedule(
                () -> {
                    seen[0] = handedDown.get();
                    due.countDown();
                },
                0);
        due.await();
        assertThat(seen[0]).isNull();
        handedDown.remove();
    }

    @Test
    void whatIsCancelledDoesNotRun() throws InterruptedException {
        SystemTimer timer = new SystemTimer(NAME + "-3");
        List<String> ran = new ArrayList<>();
        CountDownLatch both = new CountDownLatch(1);
        timer.schedule(() -> ran.add("cancelled"), TimeUnit.MILLISECONDS.toNanos(5))
                .cancel();
        timer.schedule(
                () -> {
                    ran.add("due");
                    both.countDown();
                },
                TimeUnit.MILLISECONDS.toNanos(10));
        both.await();
        assertThat(ran).containsExactly("due");
    }

    @Test
    void whatIsDueRunsInTheOrderOfItsTimeAndThenOfItsCall() throws InterruptedException {
        SystemTimer timer = new SystemTimer(NAME + "-4");
        List<Integer> ran = new ArrayList<>();
        CountDownLatch last = new CountDownLatch(1);
        CountDownLatch mayRun = new CountDownLatch(1);
        timer.schedule(() -> await(mayRun), 0);
        for (int millis : new int[] {7, 3, 9, 1, 5}) {
            timer.schedule(() -> ran.add(millis), TimeUnit.MILLISECONDS.toNanos(millis));
        }
        timer.schedule(last::countDown, TimeUnit.MILLISECONDS.toNanos(20));
        mayRun.countDown();
        last.await();
        assertThat(ran).containsExactly(1, 3, 5, 7, 9);
    }

    @Test
    void itGoesOnAfterWhateverATaskThrows() throws InterruptedException {
        SystemTimer timer = new SystemTimer(NAME + "-5");
        List<Thread> threads = new ArrayList<>();
        CountDownLatch all = new CountDownLatch(4);
        Error[] thrown = {new AssertionError(), new StackOverflowError(), new OutOfMemoryError(), new LinkageError()};
        for (Error each : thrown) {
            timer.schedule(
                    () -> {
                        threads.add(Thread.currentThread());
                        all.countDown();
                        throw each;
                    },
                    0);
        }
        all.await();
        assertThat(threads).hasSize(4).containsOnly(threads.get(0));
    }

    @Test
    void aStackOverflowWhileATaskIsScheduledLeavesItScheduledOrNotAndTheTimerAsItWas() throws InterruptedException {
        SystemTimer timer = new SystemTimer(NAME + "-6");
        timer.start();
        for (int stackBytes = 160_000; stackBytes < 180_000; stackBytes += 1_000) {
            int[] returned = {0};
            AtomicInteger ran = new AtomicInteger();
            Thread deep = new Thread(null, () -> overflow(timer, ran, returned), "deep", stackBytes);
            deep.start();
            deep.join();
            CountDownLatch alive = new CountDownLatch(1);
            timer.schedule(alive::countDown, 0);
            assertThat(alive.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(ran.get()).isGreaterThanOrEqualTo(returned[0]);
        }
    }

    /** The frames above the last one have more stack left each: the overflow comes at each instruction in turn. */
    @SuppressWarnings("InfiniteRecursion") // it ends where the stack does
    private static void overflow(SystemTimer timer, AtomicInteger ran, int[] returned) {
        try {
            overflow(timer, ran, returned);
        } catch (StackOverflowError e) {
            returned[0] += 0; // nothing may be called here: there is no stack left for it
        }
        try {
            timer.schedule(ran::incrementAndGet, 0);
            returned[0]++;
        } catch (StackOverflowError e) {
            returned[0] += 0;
        }
    }

    @Test
    void manyThatAreCancelledDoNotPileUp() throws InterruptedException {
        SystemTimer timer = new SystemTimer(NAME + "-7");
        List<WeakReference<Object>> handles = new ArrayList<>();
        for (int i = 0; i < 300_000; i++) {
            Timer.Handle handle = timer.schedule(() -> {}, TimeUnit.HOURS.toNanos(1));
            handle.cancel();
            if (i % 100 == 0) {
                handles.add(new WeakReference<>(handle));
            }
        }
        Instant atLatest = Instant.now().plusSeconds(20);
        long held;
        do {
            CountDownLatch taken = new CountDownLatch(1);
            timer.schedule(taken::countDown, 0);
            taken.await();
            System.gc();
            held = handles.stream().filter(handle -> handle.get() != null).count();
        } while (held > 60 && Instant.now().isBefore(atLatest));
        assertThat(held).isLessThanOrEqualTo(60); // of 3,000
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(NAME))
                .toList();
    }
}
