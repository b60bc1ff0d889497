package io.datapunk.retry.benchmarks.probe;

import io.datapunk.retry.benchmarks.Services;
import java.io.IOException;

/** Calls a woven method until the JIT has compiled it for good. */
public final class HotCall {
    private static final int CALLS = 20_000_000;

    private HotCall() {}

    public static void main(String[] arguments) throws IOException {
        Services.Defaults service = new Services.Defaults();
        long sum = 0;
        for (int i = 0; i < CALLS; i++) {
            sum += service.call();
        }
        System.out.println(sum);
    }
}
