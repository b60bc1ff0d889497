package io.datapunk.retry.call;

import io.datapunk.retry.time.Clock;
import io.datapunk.retry.time.Timer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Who waits for a retry now, threads and calls that hold none, so that all of them can be woken at once: when the JVM
 * shuts down, or when retries are switched off.
 *
 * <p>Thread-safe.
 */
public final class WaitRegistry {

    /** Why a wait ended. */
    public enum Wake {
        /** The time is over. */
        DONE,
        /** The thread is interrupted; its flag is still set. */
        INTERRUPTED,
        /** Retries were stopped. */
        STOPPED
    }

    private final Executor threads;
    private final Timer timer;
    private final Set<Waiter> waiting = ConcurrentHashMap.newKeySet();
    private final Set<Runnable> waitingCalls = ConcurrentHashMap.newKeySet();
    private volatile boolean stopped;
    private boolean isShutDown;

    /** How often retries were stopped: who waits while they are stopped and resumed is woken all the same. */
    private final AtomicInteger stops = new AtomicInteger();

    /**
     * Nobody waits as yet.
     *
     * @param threads wakes the calls that wait without a thread, which may run code of the application
     */
    WaitRegistry(Executor threads, Timer timer) {
        this.threads = threads;
        this.timer = timer;
    }

    /** What a wait of no time at all ends with. */
    Wake now() {
        if (Thread.currentThread().isInterrupted()) {
            return Wake.INTERRUPTED;
        }
        return stopped ? Wake.STOPPED : Wake.DONE;
    }

    /** Waits on the calling thread; no wait is begun by an interrupted thread or after {@link #stop()}. */
    Wake await(Clock clock, long nanos) {
        long began = clock.nanoTime();
        Thread thread = Thread.currentThread();
        int stopsBefore = stops.get();
        Waiter waiter = new Waiter(thread);
        waiting.add(waiter);
        try {
            while (true) {
                if (thread.isInterrupted()) {
                    return Wake.INTERRUPTED;
                }
                if (stopped || stops.get() != stopsBefore) {
                    return Wake.STOPPED;
                }
                long left = nanos - (clock.nanoTime() - began);
                if (left <= 0) {
                    return Wake.DONE;
                }
                clock.park(left);
            }
        } finally {
            waiting.remove(waiter);
        }
    }

    /**
     * A wait that holds no thread begins; {@link #leave} ends it.
     *
     * @param wake called, perhaps more than once, where retries are stopped meanwhile
     * @return {@code false}: retries are stopped, nobody is to wait
     */
    boolean enter(Runnable wake) {
        waitingCalls.add(wake);
        return !stopped;
    }

    /** A wait that holds no thread is over. */
    void leave(Runnable wake) {
        waitingCalls.remove(wake);
    }

    /**
     * Wakes everyone who waits, and lets nobody wait from now on. Calls without a thread end a little later, on
     * others.
     */
    public void stop() {
        stopped = true;
        stops.incrementAndGet();
        for (Waiter waiter : waiting) {
            LockSupport.unpark(waiter.thread);
        }
        if (!waitingCalls.isEmpty()) {
            new WakeAll(waitingCalls, threads, timer).begin();
        }
    }

    /** Undoes {@link #stop()} for calls that come later, unless the JVM {@linkplain #shutDown shuts down}. */
    public synchronized void resume() {
        stopped = isShutDown;
    }

    /** Stops for good: the JVM shuts down. */
    public void shutDown() {
        synchronized (this) {
            isShutDown = true;
        }
        stop();
    }

    /** How many calls wait without a thread. */
    int callCount() {
        return waitingCalls.size();
    }

    /** Ends calls without a thread that the timer has forgotten. */
    void endOverdue() {
        for (Runnable wake : waitingCalls) {
            if (wake instanceof AsyncWait.Stop) {
                ((AsyncWait.Stop) wake).endIfOverdue();
            }
        }
    }

    /** How many calls wait now. */
    public int count() {
        return waiting.size() + waitingCalls.size();
    }

    /** A wait of a thread: itself and not the thread, whose class may say that it equals another one. */
    private static final class Waiter {
        final Thread thread;

        Waiter(Thread thread) {
            this.thread = thread;
        }
    }
}
