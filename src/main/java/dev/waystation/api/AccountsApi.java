package dev.waystation.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.waystation.Gateway;
import dev.waystation.access.ApiToken;
import org.apache.camel.Exchange;

/** What clients of the webhook API ask for when they start: which accounts does this token see. */
public final class AccountsApi {

    private final Gateway gateway;

    public AccountsApi(Gateway gateway) {
        this.gateway = gateway;
    }

    /** {@code GET /api/v2/accounts/} and {@code GET /api/v3/accounts/}. */
    public void list(Exchange exchange) {
        ApiToken token = exchange.getProperty(Authenticate.TOKEN, ApiToken.class);
        ArrayNode data = Replies.JSON.createArrayNode();
        for (long account : gateway.accounts()) {
            if (token.counts(account)) {
                data.addObject()
                        .put("id", account)
                        .put("name", "Account " + account)
                        .put("identifier", SubscriptionJson.accountIdentifier(account))
                        .put("state", 1);
            }
        }
        ObjectNode reply = Replies.success(200, data);
        // dbt's older parts tell more about their success than the webhooks do.
        ((ObjectNode) reply.get("status"))
                .put("is_success", true)
                .put("user_message", "Success!")
                .put("developer_message", "");
        Replies.send(exchange, 200, reply);
    }
}
