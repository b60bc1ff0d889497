package io.datapunk.retry.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.datapunk.retry.time.VirtualClock;
import io.datapunk.retry.time.VirtualTimer;
import org.junit.jupiter.api.Test;

class WaitersTest {

    private final VirtualClock clock = new VirtualClock();
    private final Waiters waiters = new Waiters(Runnable::run, new VirtualTimer());

    @Test
    void whoWaitsWhileRetriesAreStoppedForAMomentIsWoken() {
        clock.whileParked = () -> {
            waiters.stop();
            waiters.resume();
        };
        assertThat(waiters.await(clock, 1_000)).isEqualTo(Waiters.Wake.STOPPED);
        clock.whileParked = () -> {};
        assertThat(waiters.await(clock, 1_000)).isEqualTo(Waiters.Wake.DONE);
        assertThat(waiters.count()).isZero();
    }

    @Test
    void whoNeedNotWaitIsStoppedAndInterruptedLikeOthers() {
        assertThat(waiters.now()).isEqualTo(Waiters.Wake.DONE);
        Thread.currentThread().interrupt();
        assertThat(waiters.now()).isEqualTo(Waiters.Wake.INTERRUPTED);
        assertThat(Thread.interrupted()).as("the flag stays set").isTrue();
        waiters.stop();
        assertThat(waiters.now()).isEqualTo(Waiters.Wake.STOPPED);
    }

    @Test
    void nobodyWaitsWhileRetriesAreStopped() {
        waiters.stop();
        assertThat(waiters.await(clock, 1_000)).isEqualTo(Waiters.Wake.STOPPED);
        assertThat(clock.waitsMillis()).isEmpty();
    }
}
