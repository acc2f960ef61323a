package dev.waystation.receive.signature;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** How a sender proves who it is. The set is closed: an unknown name is an error when a webhook is saved, never at receipt. */
public enum Scheme {
    /** Nothing is checked; the secrecy of the URL is all there is. */
    NONE(false),
    /** dbt Cloud: {@code Authorization} is the bare hex HMAC-SHA256 of the body, no scheme word, no timestamp. */
    DBT(false),
    /** Standard Webhooks, symmetric {@code v1}: {@code webhook-id}, {@code webhook-timestamp}, {@code webhook-signature}. */
    STANDARD(true),
    /** GitHub: {@code X-Hub-Signature-256: sha256=<hex>}. */
    GITHUB(false),
    /** GitLab's secret token: {@code X-Gitlab-Token} is the secret itself. GitLab's signing token is {@link #STANDARD}. */
    GITLAB(false),
    /** Stripe: {@code Stripe-Signature: t=<seconds>,v1=<hex>}. */
    STRIPE(true),
    /** Slack: {@code X-Slack-Signature: v0=<hex>} and {@code X-Slack-Request-Timestamp}. */
    SLACK(true),
    /** Shopify: {@code X-Shopify-Hmac-Sha256: <base64>}. */
    SHOPIFY(false),
    /** Any other HMAC of the body in a header, described by an {@link HmacFormat}. */
    HMAC(false),
    /** {@code Authorization: Bearer <token>}. */
    BEARER(false),
    /** {@code Authorization: Basic <base64 of user:password>}. */
    BASIC(false);

    private final boolean timed;

    Scheme(boolean timed) {
        this.timed = timed;
    }

    /** The name in JSON and in messages: {@code github}, {@code standard}, … */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the sender signs a time, so that a tolerance applies. */
    public boolean timed() {
        return timed;
    }

    /** The scheme of that wire name, in exactly that spelling. */
    public static Optional<Scheme> ofWireName(String name) {
        return Arrays.stream(values())
                .filter(scheme -> scheme.wireName().equals(name))
                .findFirst();
    }

    /** All wire names, for messages. */
    static String wireNames() {
        return Arrays.stream(values()).map(Scheme::wireName).collect(Collectors.joining(", "));
    }
}
