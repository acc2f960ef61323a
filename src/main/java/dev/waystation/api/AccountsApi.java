package dev.waystation.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.waystation.Gateway;
import dev.waystation.access.ApiToken;
import org.apache.camel.Exchange;

/** The one call of dbt Cloud's API v2 that clients of the webhook API make: which accounts does this token see. */
public final class AccountsApi {

    private final Gateway gateway;

    public AccountsApi(Gateway gateway) {
        this.gateway = gateway;
    }

    /** {@code GET /api/v2/accounts/}. */
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
        var reply = Replies.success(200, data);
        // API v2 tells more about its success than v3.
        ((com.fasterxml.jackson.databind.node.ObjectNode) reply.get("status"))
                .put("is_success", true)
                .put("user_message", "Success!")
                .put("developer_message", "");
        Replies.send(exchange, 200, reply);
    }
}
