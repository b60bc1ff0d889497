package io.datapunk.retry.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.datapunk.retry.time.VirtualClock;
import io.datapunk.retry.time.VirtualTimer;
import org.junit.jupiter.api.Test;

class WaitersTest {

    private final VirtualClock clock = new VirtualClock();
    private final WaitRegistry waiters = new WaitRegistry(Runnable::run, new VirtualTimer());

    @Test
    void whoWaitsWhileRetriesAreStoppedForAMomentIsWoken() {
        clock.whileParked = () -> {
            waiters.stop();
            waiters.resume();
        };
        assertThat(waiters.await(clock, 1_000)).isEqualTo(WaitRegistry.Wake.STOPPED);
        clock.whileParked = () -> {};
        assertThat(waiters.await(clock, 1_000)).isEqualTo(WaitRegistry.Wake.DONE);
        assertThat(waiters.count()).isZero();
    }

    @Test
    void whoNeedNotWaitIsStoppedAndInterruptedLikeOthers() {
        assertThat(waiters.now()).isEqualTo(WaitRegistry.Wake.DONE);
        Thread.currentThread().interrupt();
        assertThat(waiters.now()).isEqualTo(WaitRegistry.Wake.INTERRUPTED);
        assertThat(Thread.interrupted()).as("the flag stays set").isTrue();
        waiters.stop();
        assertThat(waiters.now()).isEqualTo(WaitRegistry.Wake.STOPPED);
    }

    @Test
    void nobodyWaitsWhileRetriesAreStopped() {
        waiters.stop();
        assertThat(waiters.await(clock, 1_000)).isEqualTo(WaitRegistry.Wake.STOPPED);
        assertThat(clock.waitsMillis()).isEmpty();
    }
}
