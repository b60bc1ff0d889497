package io.datapunk.retry.agent.report.jfr;

import io.datapunk.retry.agent.woven.WovenMethod;
import io.datapunk.retry.call.Decision;

/** What can be recorded. Made by reflection, as its implementation needs {@code jdk.jfr}. Thread-safe. */
interface JfrEvents {

    /** A retry, or a call that failed. */
    void decided(WovenMethod woven, Decision decision, String failure);

    /** A circuit breaker has changed. */
    void stateChanged(String breaker, String from, String to, String why);
}
