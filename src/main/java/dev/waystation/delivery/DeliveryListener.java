package dev.waystation.delivery;

import dev.waystation.subscription.Subscription;

/** Hears of every attempt as it ends, before it is stored. Called on delivery threads: must be quick and must not throw. */
@FunctionalInterface
public interface DeliveryListener {

    /** An attempt ended. */
    void attempted(FinishedAttempt finished, Subscription subscription);

    /** Calls both. */
    default DeliveryListener and(DeliveryListener other) {
        return (finished, subscription) -> {
            attempted(finished, subscription);
            other.attempted(finished, subscription);
        };
    }
}
