package dev.waystation.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.waystation.Gateway;
import dev.waystation.camel.EventHeaders;
import dev.waystation.subscription.Subscription;
import dev.waystation.subscription.Subscriptions;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Exchange;

/** dbt Cloud's Admin API v3 for webhook subscriptions: the objects themselves. Safe for use by several threads. */
public final class SubscriptionsApi {

    private static final int LONGEST_KEY = 255;
    private static final Duration DEFAULT_OVERLAP = Duration.ofDays(1);
    private static final Duration LONGEST_OVERLAP = Duration.ofDays(7);

    private final Gateway gateway;
    private final Subscriptions subscriptions;
    private final Duration duplicateWindow;

    /**
     * @param duplicateWindow for how long an identical request without a key is taken for a repetition; zero: never
     */
    public SubscriptionsApi(Gateway gateway, Duration duplicateWindow) {
        this.gateway = gateway;
        this.subscriptions = gateway.subscriptions();
        this.duplicateWindow = duplicateWindow;
    }

    /**
     * {@code GET …/webhooks/subscriptions}: the account's subscriptions in the order of their creation. Those of routes are
     * told only to who asks for them by {@code destination}: clients made for dbt Cloud could not make sense of them.
     */
    public void list(Exchange exchange) throws Exception {
        Page page = Page.of(exchange);
        List<Subscription> all = subscriptions.ofAccount(account(exchange), destinations(exchange));
        ArrayNode data = Replies.JSON.createArrayNode();
        all.stream().skip(page.offset()).limit(page.limit()).forEach(s -> data.add(json(s)));
        page.send(exchange, data, all.size());
    }

    /**
     * {@code POST …/webhooks/subscriptions}: 201 and the subscription with its secret, which is shown only here and after
     * a rotation. A client that lost the reply and asks again gets the same subscription.
     */
    public void create(Exchange exchange) throws Exception {
        String key = key(exchange);
        long account = account(exchange);
        JsonNode body = JsonBody.read(exchange);
        Subscriptions.Draft draft = SubscriptionRequest.read(body, account, null);
        Subscription made;
        if (key != null) {
            made = subscriptions
                    .create(draft, key, digest(body))
                    .orElseThrow(() -> new ApiException(
                            409,
                            "The Idempotency-Key was used for another request less than "
                                    + Subscriptions.KEY_LIFETIME.toHours() + " hours ago: use a new key."));
        } else if (duplicateWindow.isZero()) {
            made = subscriptions.create(draft);
        } else {
            made = subscriptions.createOnce(draft, duplicateWindow);
        }
        ObjectNode data = json(made);
        data.put("hmac_secret", made.secret());
        Replies.send(exchange, 201, Replies.success(201, data));
    }

    private static Set<Subscription.Destination> destinations(Exchange exchange) throws ApiException {
        String wanted = exchange.getMessage().getHeader("destination", "http", String.class);
        return switch (wanted) {
            case "http" -> EnumSet.of(Subscription.Destination.HTTP);
            case "route" -> EnumSet.of(Subscription.Destination.ROUTE);
            case "all" -> EnumSet.allOf(Subscription.Destination.class);
            default ->
                throw new ApiException(400, "The parameter 'destination' is not usable: expected http, route or all.");
        };
    }

    /** {@code GET …/webhooks/subscription/{id}}. */
    public void get(Exchange exchange) throws Exception {
        Replies.send(exchange, 200, Replies.success(200, json(anySubscription(exchange))));
    }

    /** {@code PUT …/webhooks/subscription/{id}}: replaces all that dbt's API knows of the subscription. */
    public void replace(Exchange exchange) throws Exception {
        Subscription before = subscription(exchange);
        JsonNode body = JsonBody.read(exchange);
        Optional<Subscription> now =
                subscriptions.replace(before, SubscriptionRequest.read(body, before.accountId(), before));
        while (now.isEmpty()) {
            // Somebody else was quicker. What the body does not mention stays as that one left it.
            before = subscription(exchange);
            now = subscriptions.replace(before, SubscriptionRequest.read(body, before.accountId(), before));
        }
        Replies.send(exchange, 200, Replies.success(200, json(now.get())));
    }

    /**
     * {@code POST …/webhooks/subscription/{id}/secret/rotate}: the subscription with its new secret. For {@code
     * overlap_seconds} the old one signs too, where a header can hold both.
     */
    public void rotateSecret(Exchange exchange) throws Exception {
        Subscription before = subscription(exchange);
        JsonNode body = JsonBody.readOptional(exchange);
        JsonNode seconds = body == null ? null : body.get("overlap_seconds");
        if (seconds != null
                && !seconds.isNull()
                && (!seconds.isInt() || seconds.asInt() < 0 || seconds.asInt() > LONGEST_OVERLAP.toSeconds())) {
            throw SubscriptionRequest.field(
                    "overlap_seconds", "a whole number of seconds from 0 to " + LONGEST_OVERLAP.toSeconds());
        }
        Duration overlap = seconds == null || seconds.isNull() ? DEFAULT_OVERLAP : Duration.ofSeconds(seconds.asInt());
        Subscription now = subscriptions.rotateSecret(before.no(), overlap).orElseThrow(() -> notFound(exchange));
        ObjectNode data = json(now);
        data.put("hmac_secret", now.secret());
        if (now.retired() != null) {
            data.put(
                    "previous_secret_until",
                    SubscriptionJson.micros(now.retired().until()));
        }
        Replies.send(exchange, 200, Replies.success(200, data));
    }

    /** {@code DELETE …/webhooks/subscription/{id}}: what was owed to it is given up. */
    public void delete(Exchange exchange) throws Exception {
        Subscription subscription = anySubscription(exchange);
        if (subscription.destination() == Subscription.Destination.ROUTE
                && gateway.destinations().of(subscription) != null) {
            throw new ApiException(
                    409,
                    "The subscription '" + subscription.name()
                            + "' is that of a running route, which would make it again: remove the route first.");
        }
        if (!gateway.delete(subscription)) {
            throw notFound(exchange);
        }
        ObjectNode data = Replies.JSON.createObjectNode();
        data.put("id", subscription.id());
        ObjectNode reply = Replies.success(200, data);
        ((ObjectNode) reply.get("status")).put("is_success", true);
        Replies.send(exchange, 200, reply);
    }

    private ObjectNode json(Subscription subscription) {
        return SubscriptionJson.of(subscription, subscriptions.health(subscription.no()));
    }

    /** The subscription to an HTTP endpoint that the path names. */
    Subscription subscription(Exchange exchange) throws ApiException {
        Subscription subscription = anySubscription(exchange);
        if (subscription.destination() == Subscription.Destination.ROUTE) {
            throw new ApiException(
                    409,
                    "The subscription '" + subscription.name() + "' is that of a route: change it in its route file.");
        }
        return subscription;
    }

    /** The subscription that the path names, to an endpoint or of a route. */
    Subscription anySubscription(Exchange exchange) throws ApiException {
        return subscriptions
                .find(account(exchange), ApiPath.after(exchange, "subscription"))
                .orElseThrow(() -> notFound(exchange));
    }

    static ApiException notFound(Exchange exchange) {
        return new ApiException(
                404,
                "There is no webhook subscription '" + ApiPath.shown(ApiPath.after(exchange, "subscription"))
                        + "' in account " + account(exchange) + ".");
    }

    static long account(Exchange exchange) {
        return exchange.getMessage().getHeader(EventHeaders.PUBLISH_ACCOUNT, Long.class);
    }

    private static String key(Exchange exchange) throws ApiException {
        String key = exchange.getMessage().getHeader("Idempotency-Key", String.class);
        if (key != null && (key.isBlank() || key.length() > LONGEST_KEY)) {
            throw new ApiException(
                    400, "The header 'Idempotency-Key' is not usable: expected 1 to " + LONGEST_KEY + " characters.");
        }
        return key;
    }

    /** Of what is asked for, however it is laid out. */
    private static String digest(JsonNode body) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(body.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}
