package dev.waystation.delivery;

import dev.waystation.event.Event;
import dev.waystation.event.OnceKey;
import dev.waystation.subscription.Subscription;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/**
 * Keeps events, deliveries and attempts durably. Safe for use by several threads.
 *
 * <p>A method that takes a claim ({@link Delivery#lease()}) changes nothing when somebody else holds the delivery by
 * now.
 */
public interface DeliveryStore {

    /**
     * One delivery of a new event.
     *
     * @param subscription to whom it is owed
     * @param claimed whether it is stored as claimed by the caller, who will work on it at once
     */
    record Planned(Subscription subscription, boolean claimed) {}

    /**
     * An event and all that it causes.
     *
     * @param once stores nothing when an event with the same key was taken and its window is not over; null for none
     */
    record NewEvent(Event event, List<Planned> deliveries, OnceKey once) {

        /** An event that is known by its id alone. */
        public NewEvent(Event event, List<Planned> deliveries) {
            this(event, deliveries, null);
        }
    }

    /**
     * What became of a {@link NewEvent}.
     *
     * @param duplicate whether the account had an event with this id already, or there was one with its key; then
     *     nothing was stored
     * @param fanOut how many deliveries the event caused, also when it is a duplicate
     * @param claimed the deliveries that were planned as claimed, in the order of the plan; empty for a duplicate
     */
    record Accepted(boolean duplicate, int fanOut, List<Delivery> claimed) {}

    /**
     * Stores events with all their deliveries in one transaction and returns after it is committed. All or nothing.
     *
     * @param leaseUntil until when the planned claims hold
     * @throws StoreException when nothing was stored
     */
    List<Accepted> accept(List<NewEvent> events, Instant leaseUntil);

    /**
     * Stores an attempt and what it means for its delivery, soon. {@code stored} is called on the store's thread with
     * whether that was done; it was not when the claim was lost by then, or when the store failed. It must not block.
     * Blocks while too many wait.
     */
    void finish(FinishedAttempt finished, Consumer<Boolean> stored);

    /** Ends a delivery for good without an attempt, for instance because its subscription is gone. */
    void abandon(Delivery delivery);

    /**
     * Stores what a template made of a delivery's event, for this attempt and all later ones.
     *
     * @return whether the claim still held
     */
    boolean keepRendered(Delivery delivery, byte[] rendered);

    /**
     * Ends for good up to {@code max} deliveries that are still owed to the subscription and were accepted before that
     * time; claims on them are void. Returns how many.
     */
    int giveUp(long subscriptionNo, Instant acceptedBefore, int max);

    /** Claims up to {@code max} deliveries of a subscription that are due at {@code now}, the longest due first. */
    List<Delivery> claim(long subscriptionNo, int max, Instant now, Instant leaseUntil);

    /** Prolongs a claim; false when it was lost. */
    boolean renew(Delivery delivery, Instant leaseUntil);

    /** Gives claims back, due at once. */
    void release(List<Delivery> deliveries);

    /** What is owed to a subscription. */
    record Backlog(long pending, Instant nextDue) {}

    /** Counts what is owed; {@code nextDue} is null when nothing is. */
    Backlog backlog(long subscriptionNo);

    /** When the next delivery to the subscription is due, or its claim ends; null when nothing is owed. Cheap. */
    Instant nextDue(long subscriptionNo);

    /** When the oldest delivery that is still owed to the subscription was accepted, or null. */
    Instant oldestPending(long subscriptionNo);

    /** After a start: gives back what an earlier process of this store had claimed when it ended. */
    void releaseClaimsOfEarlierProcess(long subscriptionNo, Instant now, Instant longestLease);
}
