package io.datapunk.retry.benchmarks.probe;

/** The program whose start is measured. */
public final class Hello {

    private Hello() {}

    public static void main(String[] arguments) {
        System.out.println("Hello");
    }
}
