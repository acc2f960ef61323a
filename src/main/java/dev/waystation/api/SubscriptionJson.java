package dev.waystation.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.waystation.subscription.RequestHeaders;
import dev.waystation.subscription.SignatureScheme;
import dev.waystation.subscription.Subscription;
import dev.waystation.subscription.SubscriptionHealth;
import dev.waystation.subscription.SubscriptionOptions;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/**
 * A subscription as dbt Cloud shows it. Its types are part of the contract, however odd: ids and statuses are strings,
 * times are strings of microseconds since 1970, and {@code dispatched_at} is absent until something was sent. What dbt
 * does not have is shown only where it was set.
 */
final class SubscriptionJson {

    private SubscriptionJson() {}

    static ObjectNode of(Subscription s, SubscriptionHealth health) {
        ObjectNode json = Replies.JSON.createObjectNode();
        json.put("id", s.id());
        json.put("account_identifier", accountIdentifier(s.accountId()));
        json.put("name", s.name());
        json.put("description", s.description());
        ArrayNode jobs = json.putArray("job_ids");
        s.jobIds().forEach(jobs::add);
        ArrayNode types = json.putArray("event_types");
        s.eventTypes().forEach(types::add);
        json.put("client_url", s.clientUrl());
        if (s.destination() == Subscription.Destination.ROUTE) {
            json.put("destination", "route");
        }
        json.put("active", s.active());
        json.put("created_at", micros(s.createdAt()));
        json.put("updated_at", micros(later(s.updatedAt(), health.dispatchedAt())));
        json.put("account_id", Long.toString(s.accountId()));
        json.put("http_status_code", Integer.toString(health.lastStatus()));
        if (health.dispatchedAt() != null) {
            json.put("dispatched_at", micros(health.dispatchedAt()));
        }
        if (s.deactivateReason() != null) {
            json.put("deactivate_reason", s.deactivateReason());
        }
        putOptions(json, s.options());
        return json;
    }

    private static void putOptions(ObjectNode json, SubscriptionOptions options) {
        if (options.filter() != null) {
            json.put("filter", options.filter());
        }
        if (options.template() != null) {
            json.put("template", options.template());
        }
        if (!options.headers().isEmpty()) {
            ObjectNode headers = json.putObject("headers");
            options.headers().forEach((name, value) -> headers.put(name, RequestHeaders.shown(name, value)));
        }
        if (options.signature() != SignatureScheme.BOTH) {
            json.put("signature", options.signature().word());
        }
        if (options.concurrency() > 0) {
            json.put("concurrency", options.concurrency());
        }
        if (options.rateLimit() > 0) {
            json.put("rate_limit", options.rateLimit());
        }
        if (!options.resourceIds().isEmpty()) {
            ArrayNode resources = json.putArray("resource_ids");
            options.resourceIds().forEach(resources::add);
        }
    }

    /** dbt counts a dispatch as an update. */
    private static Instant later(Instant updated, Instant dispatched) {
        return dispatched != null && dispatched.isAfter(updated) ? dispatched : updated;
    }

    static String micros(Instant time) {
        return Long.toString(time.getEpochSecond() * 1_000_000L + time.getNano() / 1_000);
    }

    /** Always the same for an account, and of the form that dbt's have. */
    static String accountIdentifier(long account) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(("waystation account " + account).getBytes(StandardCharsets.UTF_8));
            return "act_" + HexFormat.of().formatHex(digest, 0, 13);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}
