package dev.waystation.delivery;

import dev.waystation.subscription.SubscriptionHealth;

/**
 * An attempt with its place in the log and what it means, ready to be stored.
 *
 * @param delivery the claim under which it was made
 * @param number 1 for the first attempt
 * @param attempt what happened
 * @param outcome what it means for the delivery
 * @param health how the subscription is doing after it
 */
public record FinishedAttempt(
        Delivery delivery, int number, Attempt attempt, Outcome outcome, SubscriptionHealth health) {}
