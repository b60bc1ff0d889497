package io.datapunk.retry.benchmarks.performance;

import java.util.function.DoubleFunction;

/** Differences that are too small to be a result: the page then says so instead of a figure. Stateless. */
final class Noise {

    /** What the page says instead. */
    static final String TEXT = "none measurable";

    /** A difference below this share of its baseline says nothing: medians of two runs differ by as much. */
    private static final double SHARE = 0.05;

    private Noise() {}

    /**
     * The difference as text.
     *
     * @param baseline what the difference is to, in the same unit; not a number where it was not measured
     */
    static String orText(double difference, double baseline, DoubleFunction<String> text) {
        return difference < 0 || difference < SHARE * baseline ? TEXT : text.apply(difference);
    }
}
