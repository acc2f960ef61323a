package dev.waystation.event;

import java.time.Instant;

/** The ids that Waystation gives: a prefix that says what it names, and a {@link Ksuid}. They are no secrets. */
public final class Ids {

    /** Before the id of an event. */
    public static final String EVENT_PREFIX = "wev_";

    /** Before the id of a subscription. */
    public static final String SUBSCRIPTION_PREFIX = "wsu_";

    private Ids() {}

    /** A new id for an event of the given second. */
    public static String eventId(Instant time) {
        return EVENT_PREFIX + Ksuid.at(time, RandomSource.forIds());
    }

    /** A new id for a subscription made in the given second. */
    public static String subscriptionId(Instant time) {
        return SUBSCRIPTION_PREFIX + Ksuid.at(time, RandomSource.forIds());
    }
}
