package dev.waystation.delivery;

import dev.waystation.subscription.SubscriptionHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When a subscription is switched off by itself, as dbt Cloud does since 2026: after many deliveries in a row that
 * failed for good, or after days without a single success, whichever comes first; and at once on 410 Gone.
 *
 * @param failures deliveries in a row; 0 switches this rule off
 * @param period time without a success while attempts fail; zero switches this rule off
 */
public record DeactivationRules(int failures, Duration period) {

    /** One sentence that says why the subscription must be switched off, or nothing. */
    public Optional<String> reasonToDeactivate(Attempt attempt, SubscriptionHealth health, Instant now) {
        if (RedeliveryRules.isGone(attempt)) {
            return Optional.of("The endpoint answered 410 Gone.");
        }
        if (failures > 0 && health.consecutiveFailures() >= failures) {
            return Optional.of(health.consecutiveFailures() + " deliveries in a row failed.");
        }
        if (!period.isZero()
                && health.failingSince() != null
                && !health.failingSince().plus(period).isAfter(now)) {
            return Optional.of("Every attempt since " + health.failingSince() + " failed.");
        }
        return Optional.empty();
    }
}
