package io.datapunk.retry.call;

import java.util.Arrays;

/**
 * That a failure or result was given up on: when which threads marked it, the newest first, one entry a thread.
 * Immutable.
 */
final class Mark {

    private static final int MAX_THREADS = 64;

    private final PlainValue value;
    private final int[] threads;
    private final long[] sequences;
    private final boolean isFirst;

    /**
     * Adds the calling thread to those of the mark before; of too many threads the oldest is forgotten.
     *
     * @param sequence number of the mark
     * @param value that was marked on this thread; {@code null} where the marked object is known by identity
     * @param before {@code null}: there is none
     */
    Mark(long sequence, PlainValue value, Mark before) {
        int thread = thisThread();
        int most = before == null ? 1 : Math.min(MAX_THREADS, before.threads.length + 1);
        int[] newThreads = new int[most];
        long[] newSequences = new long[most];
        newThreads[0] = thread;
        newSequences[0] = sequence;
        int count = 1;
        for (int i = 0; before != null && i < before.threads.length && count < most; i++) {
            if (before.threads[i] != thread) {
                newThreads[count] = before.threads[i];
                newSequences[count++] = before.sequences[i];
            }
        }
        this.value = value;
        this.threads = Arrays.copyOf(newThreads, count);
        this.sequences = Arrays.copyOf(newSequences, count);
        this.isFirst = before == null;
    }

    /** The value that was marked; {@code null}: an object that is known by identity. */
    PlainValue value() {
        return value;
    }

    /** Whether it was made after {@code since}; of an instance that several threads throw, by this thread. */
    boolean isNewerThan(long since, boolean byAnyThread) {
        return (byAnyThread || isFirst ? sequences[0] : newestOfThisThread()) > since;
    }

    /** The newest of the calling thread; 0 where it has none. */
    private long newestOfThisThread() {
        int thread = thisThread();
        for (int i = 0; i < threads.length; i++) {
            if (threads[i] == thread) {
                return sequences[i];
            }
        }
        return 0;
    }

    /** A thread's own number could be that of another one, where its class says so. */
    private static int thisThread() {
        return System.identityHashCode(Thread.currentThread());
    }
}
