package io.datapunk.retry.benchmarks.probe;

import java.lang.management.ManagementFactory;

/**
 * Loads all classes of some jars, then has one transformed again by the agent that does nothing. Prints when that
 * began, in milliseconds of the JVM's uptime, and how many milliseconds it took.
 */
public final class TransformingAgain {

    private TransformingAgain() {}

    /** Takes the jars as a class path, and the name of the class. */
    public static void main(String[] arguments) throws Exception {
        ManyClasses classes = new ManyClasses(arguments[0]);
        classes.load(Integer.MAX_VALUE);
        Class<?> one = classes.loaded(arguments[1]);
        long begin = ManagementFactory.getRuntimeMXBean().getUptime();
        long start = System.nanoTime();
        IdleAgent.instrumentation().retransformClasses(one);
        System.out.println(begin + " " + (System.nanoTime() - start) / 1e6);
    }
}
