package io.datapunk.retry.call;

import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/** Uniform in [0, 1) from the JVM's thread-local source; no contention, no state of its own. */
public final class SystemRandom implements DoubleSupplier {

    /** The only instance that is needed. */
    public static final SystemRandom INSTANCE = new SystemRandom();

    private SystemRandom() {}

    @Override
    public double getAsDouble() {
        return ThreadLocalRandom.current().nextDouble();
    }
}
