package dev.waystation.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.waystation.Gateway;
import dev.waystation.access.ApiToken;
import dev.waystation.access.Role;
import dev.waystation.access.Tokens;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.Exchange;

/** Named API tokens, for administrators. {@code waystation token …} talks to this. */
public final class TokensApi {

    private static final int LONGEST_NAME = 100;

    private final Tokens tokens;
    private final Gateway gateway;

    public TokensApi(Tokens tokens, Gateway gateway) {
        this.tokens = tokens;
        this.gateway = gateway;
    }

    /** {@code GET /api/v3/tokens}: all of them, without their texts. */
    public void list(Exchange exchange) throws ApiException {
        requireEveryAccount(exchange);
        ArrayNode data = Replies.JSON.createArrayNode();
        tokens.all().forEach(token -> data.add(json(token)));
        Replies.send(exchange, 200, Replies.success(200, data));
    }

    /** {@code POST /api/v3/tokens}: 201 and the token's text, which is shown only here. */
    public void create(Exchange exchange) throws ApiException {
        requireEveryAccount(exchange);
        JsonNode body = JsonBody.read(exchange);
        Tokens.Created created = tokens.create(name(body), role(body), accounts(body));
        ObjectNode data = json(created.token());
        data.put("token", created.text());
        Replies.send(exchange, 201, Replies.success(201, data));
    }

    /** {@code DELETE /api/v3/tokens/{id}}: the token is worthless from now on. */
    public void revoke(Exchange exchange) throws ApiException {
        requireEveryAccount(exchange);
        String id = ApiPath.after(exchange, "tokens");
        if (!tokens.revoke(id)) {
            throw new ApiException(404, "There is no API token '" + ApiPath.shown(id) + "' that can be revoked.");
        }
        ObjectNode data = Replies.JSON.createObjectNode();
        data.put("id", id);
        Replies.send(exchange, 200, Replies.success(200, data));
    }

    /** Else an administrator of one account could make himself one of all. */
    private static void requireEveryAccount(Exchange exchange) throws ApiException {
        if (!exchange.getProperty(Authenticate.TOKEN, ApiToken.class).accounts().isEmpty()) {
            throw new ApiException(403, "Forbidden: tokens are managed with a token that is not limited to accounts.");
        }
    }

    private static String name(JsonNode body) throws ApiException {
        JsonNode name = body.get("name");
        if (name == null
                || !name.isTextual()
                || name.asText().isBlank()
                || name.asText().length() > LONGEST_NAME) {
            throw SubscriptionRequest.field("name", "a text of 1 to " + LONGEST_NAME + " characters");
        }
        return name.asText();
    }

    private static Role role(JsonNode body) throws ApiException {
        JsonNode role = body.get("role");
        return Role.of(role == null ? "" : role.asText())
                .orElseThrow(() -> SubscriptionRequest.field("role", "one of " + Role.words()));
    }

    private Set<Long> accounts(JsonNode body) throws ApiException {
        JsonNode accounts = body.get("accounts");
        Set<Long> read = new TreeSet<>();
        if (accounts == null || accounts.isNull()) {
            return read;
        }
        if (!accounts.isArray()) {
            throw SubscriptionRequest.field("accounts", "a list of account numbers; an empty one means every account");
        }
        for (JsonNode account : accounts) {
            if (!account.isIntegralNumber() || !gateway.hasAccount(account.asLong())) {
                throw SubscriptionRequest.field("accounts[" + read.size() + "]", "one of " + gateway.accounts());
            }
            read.add(account.asLong());
        }
        return read;
    }

    private static ObjectNode json(ApiToken token) {
        ObjectNode json = Replies.JSON.createObjectNode();
        json.put("id", token.id());
        json.put("name", token.name());
        json.put("role", token.role().word());
        ArrayNode accounts = json.putArray("accounts");
        token.accounts().stream().sorted().forEach(accounts::add);
        json.put("created_at", SubscriptionJson.micros(token.createdAt()));
        return json;
    }
}
