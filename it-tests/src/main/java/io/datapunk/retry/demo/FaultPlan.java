package io.datapunk.retry.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Which fault a request meets, by its order and by how often that order has been asked for; never by time or thread.
 */
@FunctionalInterface
public interface FaultPlan {
    /**
     * What happens to that request.
     *
     * @param attempt 1 for the first request of that order
     */
    Fault fault(int order, int attempt);

    /**
     * About one order in four meets one or two faults and is there after that; one in a hundred does not exist.
     *
     * @param seed the same seed makes the same plan, on every machine
     */
    static FaultPlan seeded(long seed) {
        return (order, attempt) -> {
            List<Fault> faults = faultsOf(order, seed);
            if (faults.contains(Fault.NOT_FOUND)) {
                return Fault.NOT_FOUND;
            }
            return attempt <= faults.size() ? faults.get(attempt - 1) : Fault.NONE;
        };
    }

    /** How many of the orders 1 to {@code orders} can be had by asking often enough. */
    default int obtainable(int orders) {
        return (int) IntStream.rangeClosed(1, orders)
                .filter(order -> fault(order, Integer.MAX_VALUE) == Fault.NONE)
                .count();
    }

    private static List<Fault> faultsOf(int order, long seed) {
        SplittableRandom random = new SplittableRandom(seed * 1_000_003 + order);
        List<Fault> faults = new ArrayList<>();
        if (random.nextInt(100) == 0) {
            faults.add(Fault.NOT_FOUND);
        } else if (random.nextInt(4) == 0) {
            faults.add(transientFault(random));
            if (random.nextInt(3) == 0) {
                faults.add(transientFault(random));
            }
        }
        return faults;
    }

    /** The two that cost the demo's reader time, a wait of a second and a time-out, are the rarest. */
    private static Fault transientFault(SplittableRandom random) {
        int of20 = random.nextInt(20);
        if (of20 < 2) {
            return Fault.TOO_MANY_REQUESTS;
        } else if (of20 < 5) {
            return Fault.SLOW;
        } else if (of20 < 10) {
            return Fault.CUT_SHORT;
        } else if (of20 < 15) {
            return Fault.RESET;
        }
        return Fault.UNAVAILABLE;
    }
}
