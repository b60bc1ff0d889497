package io.datapunk.retry.benchmarks.probe;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * Loads 15,000 classes and prints the milliseconds: since the process was started, by the wall and of its own thread.
 */
public final class ClassLoading {
    private static final int CLASSES = 15_000;

    private ClassLoading() {}

    /** Takes when the process was started, in epoch milliseconds, and the jars as a class path. */
    public static void main(String[] arguments) throws IOException {
        long untilMain = System.currentTimeMillis() - Long.parseLong(arguments[0]);
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        ManyClasses classes = new ManyClasses(arguments[1]);
        long cpu = threads.getCurrentThreadCpuTime();
        long start = System.nanoTime();
        int loaded = classes.load(CLASSES);
        double wallMillis = (System.nanoTime() - start) / 1e6;
        double cpuMillis = (threads.getCurrentThreadCpuTime() - cpu) / 1e6;
        if (loaded != CLASSES) {
            throw new IllegalStateException("no more than " + loaded + " classes could be loaded");
        }
        System.out.println(untilMain + " " + wallMillis + " " + cpuMillis);
    }
}
