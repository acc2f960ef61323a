package dev.waystation.api.prefect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.waystation.receive.Webhook;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Which part of the webhooks is asked for, and in which order.
 *
 * @param offset how many to leave out
 * @param limit how many at most
 */
record WebhookFilter(Comparator<Webhook> order, int offset, int limit) {

    private static final int LARGEST_LIMIT = 200;

    private static final Comparator<Webhook> BY_CREATION =
            Comparator.comparing(Webhook::createdAt).thenComparing(Webhook::id);
    private static final Comparator<Webhook> BY_UPDATE =
            Comparator.comparing(Webhook::updatedAt).thenComparing(BY_CREATION);
    private static final Comparator<Webhook> BY_NAME = Comparator.<Webhook, String>comparing(
                    webhook -> webhook.name().toLowerCase(Locale.ROOT))
            .thenComparing(Webhook::name)
            .thenComparing(BY_CREATION);

    /** Prefect's default. */
    static final Comparator<Webhook> DEFAULT_ORDER = BY_NAME;

    private static final Map<String, Comparator<Webhook>> ORDERS = new TreeMap<>(Map.of(
            "CREATED_ASC", BY_CREATION,
            "CREATED_DESC", BY_CREATION.reversed(),
            "UPDATED_ASC", BY_UPDATE,
            "UPDATED_DESC", BY_UPDATE.reversed(),
            "NAME_ASC", BY_NAME,
            "NAME_DESC", BY_NAME.reversed(),
            // Keys of service accounts, of which there are none here: all are alike.
            "KEY_EXPIRATION_ASC", BY_NAME,
            "KEY_EXPIRATION_DESC", BY_NAME));

    /** Of a body, which may be absent or null. */
    static WebhookFilter of(JsonNode body) {
        if (body.isMissingNode() || body.isNull()) {
            return new WebhookFilter(DEFAULT_ORDER, 0, LARGEST_LIMIT);
        }
        Fields fields = Fields.of(body);
        String sort = fields.text("sort", 100, "NAME_ASC");
        if (!ORDERS.containsKey(sort)) {
            fields.wrong("sort", "enum", "One of " + String.join(", ", ORDERS.keySet()) + " was expected");
        }
        WebhookFilter filter = new WebhookFilter(
                ORDERS.get(sort),
                fields.number("offset", 0, Integer.MAX_VALUE, 0),
                fields.number("limit", 0, LARGEST_LIMIT, LARGEST_LIMIT));
        fields.refuseOthers();
        fields.check();
        return filter;
    }

    Stream<Webhook> apply(List<Webhook> webhooks) {
        return webhooks.stream().sorted(order).skip(offset).limit(limit);
    }
}
