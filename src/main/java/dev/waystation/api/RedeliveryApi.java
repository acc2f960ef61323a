package dev.waystation.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.waystation.Gateway;
import dev.waystation.delivery.DeliveryLog;
import dev.waystation.delivery.RedeliveryStore;
import dev.waystation.subscription.Subscription;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import org.apache.camel.Exchange;

/** Redelivery by hand, which dbt Cloud does not have. */
public final class RedeliveryApi {

    private final Gateway gateway;
    private final SubscriptionsApi subscriptions;
    private final DeliveriesApi deliveries;

    public RedeliveryApi(Gateway gateway, SubscriptionsApi subscriptions, DeliveriesApi deliveries) {
        this.gateway = gateway;
        this.subscriptions = subscriptions;
        this.deliveries = deliveries;
    }

    /** {@code POST …/webhooks/subscription/{id}/event/{event}/redeliver}: 202 once it is in the store. */
    public void one(Exchange exchange) throws ApiException {
        Subscription subscription = activeSubscription(exchange);
        DeliveryLog.Entry entry = deliveries.entry(exchange, subscription);
        if (entry.attempts() >= RedeliveryStore.MOST_ATTEMPTS) {
            throw new ApiException(
                    409,
                    "The event '" + entry.eventId() + "' was attempted " + entry.attempts() + " times; no more than "
                            + RedeliveryStore.MOST_ATTEMPTS + " are made.");
        }
        RedeliveryStore.Again again = gateway.redeliveries().redeliver(subscription, entry.no());
        ObjectNode data = Replies.JSON.createObjectNode();
        data.put("event_id", entry.eventId());
        data.put("subscription_id", subscription.id());
        data.put("redelivery", again.name().toLowerCase(Locale.ROOT));
        data.put("attempts", entry.attempts());
        Replies.send(exchange, 202, Replies.success(202, data));
    }

    /**
     * {@code POST …/webhooks/subscription/{id}/redeliver} with {@code since}, and {@code dry_run} to count only: every
     * delivery that has failed for good of the events accepted since then.
     */
    public void failed(Exchange exchange) throws ApiException {
        JsonNode body = JsonBody.read(exchange);
        Instant since = since(body);
        JsonNode dryRun = body.get("dry_run");
        if (dryRun != null && !dryRun.isNull() && !dryRun.isBoolean()) {
            throw SubscriptionRequest.field("dry_run", "true or false");
        }
        boolean countOnly = dryRun != null && dryRun.asBoolean();
        Subscription subscription = countOnly ? subscriptions.anySubscription(exchange) : activeSubscription(exchange);
        int count = countOnly
                ? gateway.redeliveries().countFailed(subscription, since)
                : gateway.redeliveries().redeliverFailed(subscription, since);
        ObjectNode data = Replies.JSON.createObjectNode();
        data.put("subscription_id", subscription.id());
        data.put("since", since.toString());
        data.put("dry_run", countOnly);
        data.put("count", count);
        int code = countOnly ? 200 : 202;
        Replies.send(exchange, code, Replies.success(code, data));
    }

    /** One that is off would take a redelivery and do nothing with it, which nobody would see. */
    private Subscription activeSubscription(Exchange exchange) throws ApiException {
        Subscription subscription = subscriptions.anySubscription(exchange);
        if (!subscription.active()) {
            throw new ApiException(
                    409,
                    "The webhook subscription '" + subscription.id()
                            + "' is not active: set 'active' to true first. A test works without.");
        }
        return subscription;
    }

    private static Instant since(JsonNode body) throws ApiException {
        JsonNode since = body.get("since");
        try {
            if (since != null && since.isTextual()) {
                return OffsetDateTime.parse(since.asText()).toInstant();
            }
        } catch (DateTimeException e) {
            // Told below.
        }
        throw SubscriptionRequest.field("since", "a time with its offset, for example 2026-11-21T08:00:00Z");
    }
}
