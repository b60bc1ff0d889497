package io.datapunk.retry.agent.report.jfr;

import static org.assertj.core.api.Assertions.assertThat;

import io.datapunk.retry.call.CallMetrics;
import org.junit.jupiter.api.Test;

class MethodMetricsEventTest {

    private final CallMetrics metrics = new CallMetrics();
    private volatile boolean isRead;

    @Test
    void failsNoCallThatSucceedsWhileTheCountersAreRead() throws InterruptedException {
        Thread calls = new Thread(() -> {
            while (!isRead) {
                metrics.firstTrySuccess();
            }
        });
        calls.start();
        try {
            MethodMetricsEvent event = new MethodMetricsEvent();
            for (int i = 0; i < 200_000; i++) {
                event.read(metrics);
                assertThat(event.failedCalls).isZero();
                assertThat(event.calls).isEqualTo(event.firstTrySuccesses);
            }
        } finally {
            isRead = true;
            calls.join();
        }
    }
}
