package dev.waystation.delivery;

import dev.waystation.subscription.Subscription;

/** Where a delivery ends: the deliver route for HTTP endpoints, or a subscribing route. */
@FunctionalInterface
public interface Destination {

    /**
     * Makes one attempt and tells how it went. Blocks until then; never throws for what the endpoint did.
     *
     * @param delivery what is owed
     * @param subscription to whom, as it is now
     * @param number 1 for the first attempt
     */
    Attempt attempt(Delivery delivery, Subscription subscription, int number);
}
