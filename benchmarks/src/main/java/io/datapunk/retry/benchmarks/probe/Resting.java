package io.datapunk.retry.benchmarks.probe;

import java.io.IOException;

/** Does nothing until its standard input ends. */
public final class Resting {

    private Resting() {}

    public static void main(String[] arguments) throws IOException {
        System.out.println("ready");
        while (System.in.read() >= 0) {
            // the measuring JVM holds the other end
        }
    }
}
