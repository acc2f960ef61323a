package dev.waystation.subscription;

import java.util.List;

/** Keeps subscriptions durably. Every method returns after its change is committed. Safe for use by several threads. */
public interface SubscriptionStore {

    /** A subscription and how its endpoint was doing when that was last stored. */
    record Stored(Subscription subscription, SubscriptionHealth health) {}

    /** All subscriptions, in the order in which they were created. */
    List<Stored> loadSubscriptions();

    /** A number that no subscription had before. */
    long nextSubscriptionNo();

    /** Stores a new subscription. */
    void insert(Subscription subscription);

    /** Stores the changed fields of an existing subscription, found by its number. */
    void update(Subscription subscription);
}
