package io.datapunk.retry.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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

    private static List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(NAME))
                .toList();
    }
}
