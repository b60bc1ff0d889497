package io.datapunk.retry.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The demo's server fails as it is told, and the same way each time. */
class FaultPlanTest {
    private static final int ORDERS = 200;

    @Test
    void isTheSameForTheSameSeedAlone() {
        assertThat(firstFaults(2007)).isEqualTo(firstFaults(2007)).isNotEqualTo(firstFaults(2008));
    }

    @Test
    void ofTheDemoHasFaultsOfEverySort() {
        assertThat(firstFaults(2007)).contains(Fault.values());
    }

    @Test
    void endsAfterTwoFaultsUnlessThereIsNoSuchOrder() {
        FaultPlan plan = FaultPlan.seeded(2007);

        for (int order = 1; order <= ORDERS; order++) {
            Fault first = plan.fault(order, 1);
            assertThat(plan.fault(order, 3)).isEqualTo(first == Fault.NOT_FOUND ? Fault.NOT_FOUND : Fault.NONE);
        }
        assertThat(plan.obtainable(ORDERS)).isBetween(190, 199);
    }

    private static List<Fault> firstFaults(long seed) {
        FaultPlan plan = FaultPlan.seeded(seed);
        return IntStream.rangeClosed(1, ORDERS)
                .mapToObj(order -> plan.fault(order, 1))
                .toList();
    }
}
