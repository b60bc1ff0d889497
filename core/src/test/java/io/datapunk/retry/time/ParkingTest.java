package io.datapunk.retry.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class ParkingTest {

    @Test
    void anInterruptWakesOnceAndIsForgotten() {
        Thread.currentThread().interrupt();
        Parking.parkNanos(this, TimeUnit.HOURS.toNanos(1));
        assertThat(Thread.currentThread().isInterrupted()).isFalse();

        Thread.currentThread().interrupt();
        Parking.park(this);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void endsWhenItIsTimeOrSomebodyUnparks() {
        LockSupport.unpark(Thread.currentThread());
        Parking.park(this);
        long before = System.nanoTime();
        while (System.nanoTime() - before < 1_000_000) {
            Parking.parkNanos(this, 1_000_000);
        }
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }
}
