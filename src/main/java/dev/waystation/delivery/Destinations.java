package dev.waystation.delivery;

import dev.waystation.subscription.Subscription;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/** The destinations that are open now: the deliver route, and each subscribing route. Safe for use by several threads. */
public final class Destinations {

    private final AtomicReference<Destination> http = new AtomicReference<>();
    private final ConcurrentHashMap<Long, Destination> routes = new ConcurrentHashMap<>();

    /** Opens the way to HTTP endpoints. */
    public void openHttp(Destination destination) {
        http.set(destination);
    }

    /** Closes the way to HTTP endpoints, unless another one was opened since: a reload starts the new route first. */
    public void closeHttp(Destination destination) {
        http.compareAndSet(destination, null);
    }

    /** Opens the way to the route of this subscription. */
    public void openRoute(long subscriptionNo, Destination destination) {
        routes.put(subscriptionNo, destination);
    }

    /** Closes the way to the route of this subscription, unless another one was opened since. */
    public void closeRoute(long subscriptionNo, Destination destination) {
        routes.remove(subscriptionNo, destination);
    }

    /** The destination of the subscription, or null while it is closed. */
    public Destination of(Subscription subscription) {
        return subscription.destination() == Subscription.Destination.HTTP ? http.get() : routes.get(subscription.no());
    }
}
