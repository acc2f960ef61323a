package dev.waystation.delivery;

import dev.waystation.jinja.TemplateError;
import dev.waystation.subscription.BodyTemplate;
import dev.waystation.subscription.Subscription;
import java.time.Clock;
import java.time.Duration;

/**
 * Sees to it that every attempt of a delivery sends the same bytes where a template makes them: they are rendered before
 * the first attempt and stored before they are sent, so neither a change of the template nor a restart changes them. Safe
 * for use by several threads.
 */
public final class Bodies {

    private final DeliveryStore store;
    private final DeliveryLog log;
    private final Clock clock;

    public Bodies(DeliveryStore store, DeliveryLog log, Clock clock) {
        this.store = store;
        this.log = log;
        this.clock = clock;
    }

    /**
     * Makes an attempt with the bytes that are due. A template that fails is an attempt that failed: the reason is in the
     * log, and a template that was mended in time is used for the redelivery.
     *
     * @return null when the claim was lost
     */
    Attempt attempt(Destination destination, Delivery delivery, Subscription subscription, int number) {
        if (!isToBeRendered(delivery, subscription)) {
            return destination.attempt(delivery, subscription, number);
        }
        byte[] rendered;
        try {
            rendered = BodyTemplate.render(subscription.options().template(), delivery.bytes(subscription.id()));
        } catch (TemplateError e) {
            return Attempt.failed(
                    clock.instant(), Duration.ZERO, AttemptError.TEMPLATE, "The template failed: " + e.getMessage());
        }
        return store.keepRendered(delivery, rendered)
                ? destination.attempt(delivery.withRendered(rendered), subscription, number)
                : null;
    }

    private boolean isToBeRendered(Delivery delivery, Subscription subscription) {
        if (subscription.options().template() == null || delivery.rendered() != null) {
            return false;
        }
        // The template is newer than an attempt that sent the event as it is: then it goes on like that.
        return delivery.attemptsMade() == 0
                || log.attempts(delivery.no()).stream()
                        .allMatch(logged -> logged.attempt().requestHeaders() == null);
    }
}
