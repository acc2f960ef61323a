package dev.waystation.delivery;

import dev.waystation.subscription.Subscription;
import java.util.concurrent.ConcurrentHashMap;

/** The destinations that are open now: the deliver route, and each subscribing route. Safe for use by several threads. */
public final class Destinations {

    private volatile Destination http;
    private final ConcurrentHashMap<Long, Destination> routes = new ConcurrentHashMap<>();

    /** Opens, or with null closes, the way to HTTP endpoints. */
    public void http(Destination destination) {
        http = destination;
    }

    /** Opens, or with null closes, the way to the route of this subscription. */
    public void route(long subscriptionNo, Destination destination) {
        if (destination == null) {
            routes.remove(subscriptionNo);
        } else {
            routes.put(subscriptionNo, destination);
        }
    }

    /** The destination of the subscription, or null while it is closed. */
    public Destination of(Subscription subscription) {
        return subscription.destination() == Subscription.Destination.HTTP ? http : routes.get(subscription.no());
    }
}
