package dev.waystation.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.apache.camel.processor.errorhandler.RedeliveryPolicy;

/**
 * Decides what an attempt means for its delivery. Camel's policy computes the time of the next attempt; the waiting is
 * the store's, so that a restart forgets nothing.
 */
public final class RedeliveryRules {

    /** Camel's "without end" is not offered: an endpoint that is gone for good would be tried for ever. */
    private static final int MOST_REDELIVERIES = 200;

    /** Timeout, conflict, too early, too many: what was sent may do later. */
    private static final Set<Integer> MAY_PASS = Set.of(408, 409, 425, 429);

    private final RedeliveryPolicy policy;
    private final Duration longestRetryAfter;

    /**
     * @param policy how many redeliveries, 0 to 200, and when
     * @param longestRetryAfter an endpoint cannot ask to be left alone for longer than this
     */
    public RedeliveryRules(RedeliveryPolicy policy, Duration longestRetryAfter) {
        if (policy.getMaximumRedeliveries() < 0 || policy.getMaximumRedeliveries() > MOST_REDELIVERIES) {
            throw new IllegalArgumentException("maximumRedeliveries is " + policy.getMaximumRedeliveries()
                    + ", expected a whole number from 0 to " + MOST_REDELIVERIES);
        }
        this.policy = policy;
        this.longestRetryAfter = longestRetryAfter;
    }

    /**
     * What the attempt means.
     *
     * @param attempt what happened
     * @param number 1 for the first attempt
     * @param now the time from which a delay counts
     */
    public Outcome outcome(Attempt attempt, int number, Instant now) {
        if (attempt.succeeded()) {
            return new Outcome.Succeeded();
        }
        if (isGone(attempt) || isRefusedForGood(attempt)) {
            return new Outcome.Failed();
        }
        if (number > policy.getMaximumRedeliveries()) {
            return new Outcome.Failed();
        }
        Duration delay = Duration.ofMillis(delayBefore(number));
        Duration asked = asksToWait(attempt) ? shorter(attempt.retryAfter(), longestRetryAfter) : null;
        return new Outcome.Redeliver(now.plus(asked != null && asked.compareTo(delay) > 0 ? asked : delay));
    }

    /**
     * Whether the endpoint says that it will never want anything again (410, as in Standard Webhooks). What the target of
     * a route says is about one message: a route stays subscribed.
     */
    public static boolean isGone(Attempt attempt) {
        return attempt.status() == 410 && attempt.error() == null;
    }

    /**
     * Whether the target of a route says that what was sent will never do, as PagerDuty does with 400. Endpoints of
     * subscriptions are attempted again after any status, as dbt Cloud does it.
     */
    private static boolean isRefusedForGood(Attempt attempt) {
        return attempt.error() == AttemptError.ROUTE
                && attempt.status() >= 400
                && attempt.status() <= 499
                && !MAY_PASS.contains(attempt.status());
    }

    private static boolean asksToWait(Attempt attempt) {
        return attempt.retryAfter() != null && (attempt.status() == 429 || attempt.status() == 503);
    }

    /** Computed from the start each time, because a delay that doubles needs the one before and none is kept. */
    private long delayBefore(int redelivery) {
        long delay = policy.getRedeliveryDelay();
        for (int i = 1; i <= redelivery; i++) {
            delay = policy.calculateRedeliveryDelay(i == 1 ? 0 : delay, i);
        }
        return delay;
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
