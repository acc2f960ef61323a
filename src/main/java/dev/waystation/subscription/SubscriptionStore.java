package dev.waystation.subscription;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Keeps subscriptions durably. Every method returns after its change is committed. Safe for use by several threads. */
public interface SubscriptionStore {

    /** A subscription and how its endpoint was doing when that was last stored. */
    record Stored(Subscription subscription, SubscriptionHealth health) {}

    /** All subscriptions, in the order in which they were created. */
    List<Stored> loadSubscriptions();

    /** A number that no subscription had before. */
    long nextSubscriptionNo();

    /** Stores a new subscription. */
    default void insert(Subscription subscription) {
        insert(subscription, null);
    }

    /**
     * Stores a new subscription, in one transaction with the key under which it was asked for.
     *
     * @param key may be null
     */
    void insert(Subscription subscription, CreateKey key);

    /**
     * A client's own name for its request to create a subscription, so that a repeated request creates nothing.
     *
     * @param accountId the account in which the key counts
     * @param key the value of {@code Idempotency-Key}
     * @param request a digest of what was asked for
     * @param subscriptionNo what was created
     * @param at when
     */
    record CreateKey(long accountId, String key, String request, long subscriptionNo, Instant at) {}

    /** The key as it was stored with a subscription since {@code since}, if it was. */
    Optional<CreateKey> findKey(long accountId, String key, Instant since);

    /** Forgets keys from before that time. */
    void deleteKeysBefore(Instant time);

    /** Stores the changed fields of an existing subscription, found by its number. */
    void update(Subscription subscription);

    /** Stores a subscription that was revived, and the clean slate of its health with it. */
    void update(Subscription subscription, SubscriptionHealth health);

    /** Deletes a subscription. What was owed to it, and its log, stay. */
    void delete(long no);
}
