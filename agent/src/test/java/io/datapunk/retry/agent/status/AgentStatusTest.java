package io.datapunk.retry.agent.status;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.datapunk.retry.agent.inforce.CurrentRules;
import io.datapunk.retry.agent.log.AgentLog;
import io.datapunk.retry.guard.BreakerSettings;
import io.datapunk.retry.guard.BreakerState;
import io.datapunk.retry.guard.CircuitBreaker;
import io.datapunk.retry.time.SystemClock;
import org.junit.jupiter.api.Test;

class AgentStatusTest {

    private final AgentStatus status =
            new AgentStatus(new CurrentRules(), new AgentLog(AgentLog.Level.OFF, System.err, UTF_8, false));

    @Test
    void aListenerThatFailsDoesNotReachWhoeverOpensABreaker() {
        status.listen(new StatusListener() {
            @Override
            public void stateChanged(CircuitBreaker breaker, BreakerState from, BreakerState to, String why) {
                throw new StackOverflowError("while it is told");
            }
        });
        CircuitBreaker breaker =
                new CircuitBreaker("b", BreakerSettings.builder().build(), SystemClock.INSTANCE, status.calls());

        breaker.open();

        assertThat(breaker.state()).isEqualTo(BreakerState.OPEN);
        assertThat(status.errors()).isEqualTo(1);
    }
}
