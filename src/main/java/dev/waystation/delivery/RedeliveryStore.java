package dev.waystation.delivery;

import java.time.Instant;

/**
 * What manual redelivery asks of the store. Every method returns after its change is committed. Safe for use by several
 * threads.
 */
public interface RedeliveryStore {

    /** Deliveries that were attempted so often are not attempted again by hand: the log has no room for more. */
    int MOST_ATTEMPTS = 200;

    /** What became of a delivery that somebody wants to be attempted again. */
    enum Again {
        /** It was over, and is owed again, with a schedule of its own. */
        REOPENED,
        /** It was waiting for its redelivery, and is due now; its schedule goes on afterwards as if nothing had been. */
        HURRIED,
        /** It is being attempted now, or is due already. */
        UNDER_WAY
    }

    /** Makes one delivery due. */
    Again redeliver(long deliveryNo, Instant now);

    /** How many deliveries of events accepted since then have failed for good; tests do not count. */
    int countFailed(long subscriptionNo, Instant since);

    /**
     * Makes up to {@code max} of these due.
     *
     * @return how many
     */
    int redeliverFailed(long subscriptionNo, Instant since, Instant now, int max);

    /** Notes that a delivery is a test, which is never redelivered with the failed ones. */
    void markAsTest(Delivery delivery);
}
