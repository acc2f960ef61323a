package dev.waystation.delivery;

import dev.waystation.event.Event;
import dev.waystation.subscription.Subscription;
import dev.waystation.subscription.SubscriptionHealth;
import dev.waystation.subscription.Subscriptions;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Sends one event to one subscription at once, because a person wants to see whether it arrives. There is one attempt, it
 * is in the log like any other, and it is not counted for or against the endpoint. An inactive subscription can be tested
 * too. Safe for use by several threads.
 */
public final class TestSend {

    /** Tests at a time; each can hold a thread of the HTTP server until the deadline of an attempt. */
    private static final int MOST_AT_ONCE = 8;

    private final DeliveryStore store;
    private final RedeliveryStore redeliveries;
    private final Subscriptions subscriptions;
    private final Destinations destinations;
    private final Bodies bodies;
    private final LaneSettings settings;
    private final DeliveryListener listener;
    private final Clock clock;
    private final Semaphore permits = new Semaphore(MOST_AT_ONCE);

    public TestSend(
            DeliveryStore store,
            RedeliveryStore redeliveries,
            Subscriptions subscriptions,
            Destinations destinations,
            Bodies bodies,
            LaneSettings settings,
            DeliveryListener listener,
            Clock clock) {
        this.store = store;
        this.redeliveries = redeliveries;
        this.subscriptions = subscriptions;
        this.destinations = destinations;
        this.bodies = bodies;
        this.settings = settings;
        this.listener = listener;
        this.clock = clock;
    }

    /**
     * Stores the event as owed to this subscription alone, and makes its one attempt.
     *
     * @return what came of it; nothing when too many tests are running or the deliver route is stopped
     */
    public Optional<Attempt> send(Subscription subscription, Event event) {
        Destination destination = destinations.of(subscription);
        if (destination == null || !permits.tryAcquire()) {
            return Optional.empty();
        }
        try {
            Delivery delivery = accepted(subscription, event);
            redeliveries.markAsTest(delivery);
            Attempt attempt = bodies.attempt(destination, delivery, subscription, 1);
            if (attempt == null) {
                return Optional.empty();
            }
            SubscriptionHealth health = subscriptions.changeHealth(
                    subscription.no(), old -> old.tested(attempt.reportedStatus(), attempt.startedAt()));
            Outcome outcome = attempt.succeeded() ? new Outcome.Succeeded() : new Outcome.Failed();
            FinishedAttempt finished = new FinishedAttempt(delivery, 1, attempt, outcome, health);
            listener.attempted(finished, subscription);
            awaitStored(finished);
            return Optional.of(attempt);
        } finally {
            permits.release();
        }
    }

    private Delivery accepted(Subscription subscription, Event event) {
        DeliveryStore.NewEvent plan =
                new DeliveryStore.NewEvent(event, List.of(new DeliveryStore.Planned(subscription, true)));
        return store.accept(List.of(plan), clock.instant().plus(settings.lease()))
                .get(0)
                .claimed()
                .get(0);
    }

    /** Whoever asks for the receipt after the reply must find it. */
    private void awaitStored(FinishedAttempt finished) {
        CompletableFuture<Boolean> stored = new CompletableFuture<>();
        store.finish(finished, stored::complete);
        // When it cannot be stored, the claim ends and the delivery is attempted again; the caller need not wait for
        // that.
        stored.completeOnTimeout(false, 5, TimeUnit.SECONDS).join();
    }
}
