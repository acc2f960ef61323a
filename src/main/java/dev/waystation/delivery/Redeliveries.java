package dev.waystation.delivery;

import dev.waystation.subscription.Subscription;
import java.time.Clock;
import java.time.Instant;

/**
 * Redelivery because a person wants it. What is asked for is in the store before the answer is given, so that a restart
 * forgets none of it. The numbers of attempts go on where they were, and the delivery's schedule does not suffer: one that
 * was over gets a new schedule, one that was waiting for its next attempt keeps what is left of its own. Safe for use by
 * several threads.
 */
public final class Redeliveries {

    /** Deliveries that are made due in one transaction. */
    private static final int LARGEST_STEP = 1_000;

    private final RedeliveryStore store;
    private final Lanes lanes;
    private final Clock clock;

    public Redeliveries(RedeliveryStore store, Lanes lanes, Clock clock) {
        this.store = store;
        this.lanes = lanes;
        this.clock = clock;
    }

    /** Has one delivery to this subscription attempted now. */
    public RedeliveryStore.Again redeliver(Subscription subscription, long deliveryNo) {
        RedeliveryStore.Again again = store.redeliver(deliveryNo, clock.instant());
        lanes.redelivered(subscription, again == RedeliveryStore.Again.REOPENED ? 1 : 0);
        return again;
    }

    /** How many deliveries {@link #redeliverFailed} would attempt again. */
    public int countFailed(Subscription subscription, Instant since) {
        return store.countFailed(subscription.no(), since);
    }

    /**
     * Has every delivery attempted again that has failed for good, of events accepted since then. If it is interrupted,
     * those that were done are; asking again takes up the others.
     *
     * @return how many
     */
    public int redeliverFailed(Subscription subscription, Instant since) {
        Instant now = clock.instant();
        int all = 0;
        int step;
        do {
            step = store.redeliverFailed(subscription.no(), since, now, LARGEST_STEP);
            all += step;
            lanes.redelivered(subscription, step);
        } while (step == LARGEST_STEP);
        return all;
    }
}
