package dev.waystation.delivery;

import dev.waystation.subscription.Subscription;
import dev.waystation.subscription.SubscriptionHealth;
import dev.waystation.subscription.Subscriptions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Makes one attempt of one delivery and stores what came of it. Stateless but for its parts; safe for many threads. */
public final class AttemptRunner {

    /** What is left of a lease after the deadline must suffice to store the result. */
    private static final Duration LEASE_MARGIN = Duration.ofSeconds(5);

    private final DeliveryStore store;
    private final Subscriptions subscriptions;
    private final Destinations destinations;
    private final Bodies bodies;
    private final RedeliveryRules rules;
    private final DeactivationRules deactivation;
    private final LaneSettings settings;
    private final DeliveryListener listener;
    private final Clock clock;

    public AttemptRunner(
            DeliveryStore store,
            Subscriptions subscriptions,
            Destinations destinations,
            Bodies bodies,
            RedeliveryRules rules,
            DeactivationRules deactivation,
            LaneSettings settings,
            DeliveryListener listener,
            Clock clock) {
        this.store = store;
        this.subscriptions = subscriptions;
        this.destinations = destinations;
        this.bodies = bodies;
        this.rules = rules;
        this.deactivation = deactivation;
        this.settings = settings;
        this.listener = listener;
        this.clock = clock;
    }

    /** Works on a claimed delivery. Returns when the attempt is over; its result is stored soon after. */
    void run(Lane lane, Delivery claimed, Lanes lanes) {
        Subscription subscription = subscriptions.byNo(claimed.subscriptionNo());
        if (subscription == null) {
            store.abandon(claimed);
            lane.addPending(-1);
            return;
        }
        Destination destination = destinations.of(subscription);
        if (!subscription.active() || destination == null) {
            // Kept for the day when the subscription, or its route, comes back.
            store.release(List.of(claimed));
            lane.backlog();
            return;
        }
        Delivery delivery = withLongEnoughLease(claimed);
        if (delivery == null) {
            lane.backlog();
            return;
        }
        int number = delivery.attemptsMade() + 1;
        Attempt attempt = bodies.attempt(destination, delivery, subscription, number);
        if (attempt == null) {
            lane.backlog();
            return;
        }
        if (asksForLess(attempt)) {
            lane.slowDown();
        } else if (attempt.succeeded()) {
            lane.succeeded(attempt.duration());
        }
        finish(lane, delivery, subscription, number, attempt, lanes);
    }

    /** No answer, or the answer that it is too much: an endpoint in trouble gets fewer attempts at once. */
    private static boolean asksForLess(Attempt attempt) {
        return attempt.error() != null || attempt.status() == 429 || attempt.status() == 503;
    }

    /** A delivery can wait in memory for longer than its lease; null when somebody else took it over by then. */
    private Delivery withLongEnoughLease(Delivery delivery) {
        Instant now = clock.instant();
        Instant needed = now.plus(settings.attemptDeadline()).plus(LEASE_MARGIN);
        if (delivery.leaseUntil().isAfter(needed)) {
            return delivery;
        }
        Instant until = now.plus(settings.lease());
        return store.renew(delivery, until) ? delivery.leasedUntil(until) : null;
    }

    private void finish(
            Lane lane, Delivery delivery, Subscription subscription, int number, Attempt attempt, Lanes lanes) {
        Instant now = clock.instant();
        Outcome outcome = rules.outcome(attempt, Math.max(1, number - delivery.uncounted()), now);
        SubscriptionHealth health = subscriptions.changeHealth(
                subscription.no(),
                old -> attempt.succeeded()
                        ? old.succeeded(attempt.reportedStatus(), attempt.startedAt())
                        : old.failed(attempt.reportedStatus(), attempt.startedAt(), outcome instanceof Outcome.Failed));
        FinishedAttempt finished = new FinishedAttempt(delivery, number, attempt, outcome, health);
        listener.attempted(finished, subscription);
        store.finish(finished, stored -> {
            if (!stored) {
                // Whoever holds the claim works on it; if that is nobody, it is due again when the lease ends.
                lane.dueAt(delivery.leaseUntil());
            } else if (outcome instanceof Outcome.Redeliver redeliver) {
                lane.dueAt(redeliver.at());
            } else {
                lane.addPending(-1);
            }
        });
        if (!attempt.succeeded()) {
            deactivation
                    .reasonToDeactivate(attempt, health, now)
                    .ifPresent(reason -> subscriptions.deactivate(subscription, reason));
        }
    }
}
