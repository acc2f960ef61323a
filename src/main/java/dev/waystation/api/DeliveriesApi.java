package dev.waystation.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.waystation.Gateway;
import dev.waystation.delivery.Attempt;
import dev.waystation.delivery.DeliveryLog;
import dev.waystation.subscription.Subscription;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.camel.Exchange;

/** dbt Cloud's Admin API v3 for webhooks: the delivery log. An event is a delivery there, and a receipt is an attempt. */
public final class DeliveriesApi {

    private static final String RECEIPT_PREFIX = "rcp_";

    private final Gateway gateway;
    private final SubscriptionsApi subscriptions;
    private final DeliveryLog log;

    public DeliveriesApi(Gateway gateway, SubscriptionsApi subscriptions) {
        this.gateway = gateway;
        this.subscriptions = subscriptions;
        this.log = gateway.store().log();
    }

    /** {@code GET …/webhooks/subscription/{id}/events}: the subscription's deliveries, newest first. */
    public void events(Exchange exchange) throws Exception {
        Subscription subscription = subscriptions.anySubscription(exchange);
        Page page = Page.of(exchange);
        DeliveryLog.Page found = log.deliveries(subscription.no(), page.offset(), page.limit());
        ArrayNode data = Replies.JSON.createArrayNode();
        found.entries().forEach(entry -> data.add(eventJson(entry, subscription)));
        page.send(exchange, data, found.total());
    }

    /**
     * {@code GET …/webhooks/subscription/{id}/event/{event}/receipt}: one receipt for each attempt, the latest first; 404
     * while none was made.
     */
    public void receipts(Exchange exchange) throws Exception {
        Subscription subscription = subscriptions.anySubscription(exchange);
        DeliveryLog.Entry entry = entry(exchange, subscription);
        ArrayNode data = receiptsOf(entry, subscription);
        if (data.isEmpty()) {
            throw new ApiException(
                    404, "The event '" + entry.eventId() + "' was not sent to '" + subscription.id() + "' yet.");
        }
        Replies.send(exchange, 200, Replies.success(200, data));
    }

    /** The delivery of the event in the path to this subscription. */
    DeliveryLog.Entry entry(Exchange exchange, Subscription subscription) throws ApiException {
        String event = ApiPath.after(exchange, "event");
        return log.ofEvent(subscription.accountId(), event).stream()
                .filter(e -> e.subscriptionNo() == subscription.no())
                .findFirst()
                .orElseThrow(() -> new ApiException(
                        404,
                        "There is no event '" + ApiPath.shown(event) + "' for the webhook subscription '"
                                + subscription.id() + "'."));
    }

    /**
     * {@code GET …/webhooks/event/{event}}, from the time when an event belonged to one subscription: the first delivery
     * of the event.
     */
    public void event(Exchange exchange) throws Exception {
        DeliveryLog.Entry first = entriesWithSubscription(exchange).get(0);
        Replies.send(
                exchange,
                200,
                Replies.success(200, eventJson(first, gateway.subscriptions().byNo(first.subscriptionNo()))));
    }

    /** {@code GET …/webhooks/event/{event}/receipts}: the receipts of all deliveries of the event. */
    public void eventReceipts(Exchange exchange) throws Exception {
        ArrayNode data = Replies.JSON.createArrayNode();
        for (DeliveryLog.Entry entry : entriesWithSubscription(exchange)) {
            data.addAll(receiptsOf(entry, gateway.subscriptions().byNo(entry.subscriptionNo())));
        }
        Replies.send(exchange, 200, Replies.success(200, data));
    }

    private List<DeliveryLog.Entry> entriesWithSubscription(Exchange exchange) throws ApiException {
        String event = ApiPath.after(exchange, "event");
        List<DeliveryLog.Entry> entries = log.ofEvent(SubscriptionsApi.account(exchange), event).stream()
                .filter(e -> gateway.subscriptions().byNo(e.subscriptionNo()) != null)
                .toList();
        if (entries.isEmpty()) {
            throw new ApiException(
                    404,
                    "There is no event '" + ApiPath.shown(event) + "' with a webhook subscription in account "
                            + SubscriptionsApi.account(exchange) + ".");
        }
        return entries;
    }

    /** {@code GET …/webhooks/receipt/{receipt}}. */
    public void receipt(Exchange exchange) throws Exception {
        String id = ApiPath.after(exchange, "receipt");
        Optional<ObjectNode> receipt = receiptNo(id).flatMap(log::attempt).flatMap(attempt -> log.delivery(
                        attempt.deliveryNo())
                .filter(e -> e.accountId() == SubscriptionsApi.account(exchange))
                .flatMap(entry -> Optional.ofNullable(gateway.subscriptions().byNo(entry.subscriptionNo()))
                        .map(subscription -> receiptJson(attempt, entry, subscription))));
        Replies.send(
                exchange,
                200,
                Replies.success(
                        200,
                        receipt.orElseThrow(() -> new ApiException(
                                404, "There is no receipt '" + ApiPath.shown(id) + "' in this account."))));
    }

    private static Optional<Long> receiptNo(String id) {
        return id.matches(RECEIPT_PREFIX + "[0-9]{1,18}")
                ? Optional.of(Long.parseLong(id.substring(RECEIPT_PREFIX.length())))
                : Optional.empty();
    }

    private ArrayNode receiptsOf(DeliveryLog.Entry entry, Subscription subscription) {
        ArrayNode receipts = Replies.JSON.createArrayNode();
        log.attempts(entry.no()).forEach(attempt -> receipts.add(receiptJson(attempt, entry, subscription)));
        return receipts;
    }

    private static ObjectNode eventJson(DeliveryLog.Entry entry, Subscription subscription) {
        ObjectNode json = Replies.JSON.createObjectNode();
        json.put("id", entry.eventId());
        json.put("subscription_id", subscription.id());
        json.put("account_identifier", SubscriptionJson.accountIdentifier(entry.accountId()));
        json.put("job_id", entry.subject());
        json.put("trigger_event_type", entry.eventType());
        json.put("payload", text(entry.bytes(subscription.id())));
        json.put("http_status_code", Integer.toString(entry.lastStatus()));
        json.put("account_id", Long.toString(entry.accountId()));
        // From here on beyond dbt.
        json.put("created_at", SubscriptionJson.micros(entry.acceptedAt()));
        json.put("delivery_status", entry.status().name().toLowerCase(Locale.ROOT));
        json.put("attempts", entry.attempts());
        if (entry.nextAttemptAt() != null) {
            json.put("next_attempt_at", SubscriptionJson.micros(entry.nextAttemptAt()));
        }
        return json;
    }

    private static ObjectNode receiptJson(
            DeliveryLog.LoggedAttempt logged, DeliveryLog.Entry entry, Subscription subscription) {
        Attempt attempt = logged.attempt();
        ObjectNode json = Replies.JSON.createObjectNode();
        json.put("id", RECEIPT_PREFIX + logged.no());
        json.put("event_id", entry.eventId());
        json.put("subscription_id", subscription.id());
        json.put("dispatched_at", SubscriptionJson.micros(attempt.startedAt()));
        json.put("http_status_code", Integer.toString(attempt.reportedStatus()));
        json.put("error_info", attempt.errorInfo() == null ? "" : attempt.errorInfo());
        json.put("request_body", text(entry.bytes(subscription.id())));
        json.put("request_headers", headers(attempt.requestHeaders()));
        json.put("response_body", attempt.responseBody() == null ? "" : text(attempt.responseBody()));
        // From here on beyond dbt.
        json.put("attempt", logged.number());
        json.put("duration_ms", attempt.duration().toMillis());
        json.put("error", attempt.error() == null ? "" : attempt.error().name().toLowerCase(Locale.ROOT));
        json.put("response_headers", headers(attempt.responseHeaders()));
        json.put("response_truncated", attempt.responseTruncated());
        return json;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The lines of the log as a JSON object in a text, which is what dbt's receipts have here. */
    private static String headers(String lines) {
        ObjectNode json = Replies.JSON.createObjectNode();
        for (String line : lines == null ? List.<String>of() : lines.lines().toList()) {
            int colon = line.indexOf(": ");
            if (colon > 0) {
                String name = line.substring(0, colon);
                String value = line.substring(colon + 2);
                json.put(name, json.has(name) ? json.get(name).asText() + ", " + value : value);
            }
        }
        return json.toString();
    }
}
