package io.datapunk.retry.agent.site;

import io.datapunk.retry.call.Decision;
import io.datapunk.retry.outcome.Attempt;

/** As {@link io.datapunk.retry.call.CallListener}, of all woven methods: same obligations. */
public interface SiteListener {

    /** Hears of nothing. */
    SiteListener NONE = new SiteListener() {
        @Override
        public void decided(Site site, Decision decision, Attempt last) {
            // nobody waits
        }
    };

    /**
     * A retry was decided, or a call has ended otherwise than by success.
     *
     * @param last {@code null} where no attempt was made, or its end was not waited for
     */
    void decided(Site site, Decision decision, Attempt last);

    /** As {@link io.datapunk.retry.call.CallListener#failedOtherwise}. */
    default void failedOtherwise(Site site, Throwable before, Throwable later, boolean beforeStands) {
        // of use to those who tell people
    }
}
