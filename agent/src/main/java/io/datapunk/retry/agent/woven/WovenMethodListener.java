package io.datapunk.retry.agent.woven;

import io.datapunk.retry.call.Decision;
import io.datapunk.retry.outcome.AttemptOutcome;

/** As {@link io.datapunk.retry.call.CallListener}, of all woven methods: same obligations. */
public interface WovenMethodListener {

    /** Ignores all events. */
    WovenMethodListener NONE = new WovenMethodListener() {
        @Override
        public void decided(WovenMethod woven, Decision decision, AttemptOutcome last) {
            // nobody waits
        }
    };

    /**
     * A retry was decided, or a call has ended otherwise than by success.
     *
     * @param last {@code null} where no attempt was made, or its end was not waited for
     */
    void decided(WovenMethod woven, Decision decision, AttemptOutcome last);

    /** As {@link io.datapunk.retry.call.CallListener#failedOtherwise}. */
    default void failedOtherwise(WovenMethod woven, Throwable before, Throwable later, boolean beforeStands) {
        // of use to those who tell people
    }
}
