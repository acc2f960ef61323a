package dev.waystation.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.waystation.camel.EventHeaders;
import dev.waystation.subscription.Subscription;
import dev.waystation.subscription.Subscriptions;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** dbt Cloud's Admin API v3 for webhook subscriptions. */
public final class SubscriptionsApi {

    private static final int DEFAULT_LIMIT = 10;
    private static final int LARGEST_LIMIT = 100;

    private final Subscriptions subscriptions;

    public SubscriptionsApi(Subscriptions subscriptions) {
        this.subscriptions = subscriptions;
    }

    /** {@code POST …/webhooks/subscriptions}: 201 and the subscription with its secret, which is shown only here. */
    public void create(Exchange exchange) throws Exception {
        byte[] body = exchange.getMessage().getBody(byte[].class);
        Subscription made = subscriptions.create(SubscriptionRequest.read(body, account(exchange)));
        ObjectNode data = SubscriptionJson.of(made, subscriptions.health(made.no()));
        data.put("hmac_secret", made.secret());
        Replies.send(exchange, 201, Replies.success(201, data));
    }

    /** {@code GET …/webhooks/subscriptions}: the account's subscriptions in the order of their creation. */
    public void list(Exchange exchange) throws Exception {
        Message message = exchange.getMessage();
        int limit = number(message, "limit", DEFAULT_LIMIT, 1, LARGEST_LIMIT);
        int offset = number(message, "offset", 0, 0, Integer.MAX_VALUE);
        List<Subscription> all = subscriptions.ofAccount(account(exchange));
        List<Subscription> page = all.stream().skip(offset).limit(limit).toList();
        ArrayNode data = Replies.JSON.createArrayNode();
        page.forEach(s -> data.add(SubscriptionJson.of(s, subscriptions.health(s.no()))));
        ObjectNode reply = Replies.success(200, data);
        ObjectNode extra = reply.putObject("extra");
        extra.putObject("pagination").put("total_count", all.size()).put("count", page.size());
        extra.putObject("filters").put("offset", offset).put("limit", limit);
        Replies.send(exchange, 200, reply);
    }

    private static long account(Exchange exchange) {
        return exchange.getMessage().getHeader(EventHeaders.PUBLISH_ACCOUNT, Long.class);
    }

    private static int number(Message message, String name, int otherwise, int least, int most) throws ApiException {
        String text = message.getHeader(name, String.class);
        if (text == null || text.isBlank()) {
            return otherwise;
        }
        try {
            int value = Integer.parseInt(text.trim());
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw new ApiException(
                400,
                "The parameter '" + name + "' is not usable: expected a whole number from " + least + " to " + most
                        + ".");
    }
}
