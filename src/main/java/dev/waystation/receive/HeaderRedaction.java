package dev.waystation.receive;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Hides the values of headers that are credentials before a request is stored, in debugging payloads and failed events.
 * Templates still see them; {@code Authorization} is gone before either.
 *
 * <p>A header is hidden when a word of its name, between hyphens or underscores, is one of: auth, authentication,
 * authorization, cookie, cookie2, credential, credentials, hmac, jwt, key, apikey, pass, passwd, password, sas, secret,
 * session, sessionid, sig, signature, token, accesstoken. That covers {@code Cookie}, {@code X-Api-Key}, {@code
 * X-Gitlab-Token}, {@code X-Hub-Signature-256}, {@code Stripe-Signature}, {@code X-Shopify-Hmac-Sha256}, {@code
 * webhook-signature} and their kin without a list that ages. {@code Idempotency-Key} is not hidden, being no secret.
 */
public final class HeaderRedaction {

    /** What stands in place of a hidden value. */
    public static final String REDACTED = "[redacted]";

    private static final Set<String> WORDS = Set.of(
            "auth",
            "authentication",
            "authorization",
            "cookie",
            "cookie2",
            "credential",
            "credentials",
            "hmac",
            "jwt",
            "key",
            "apikey",
            "pass",
            "passwd",
            "password",
            "sas",
            "secret",
            "session",
            "sessionid",
            "sig",
            "signature",
            "token",
            "accesstoken");

    private static final Set<String> NOT_SECRET = Set.of("idempotency-key", "x-idempotency-key");

    /** Shorter values are too likely to be part of something else to be searched for. */
    private static final int SHORTEST_SEARCHED = 8;

    /** The list above. */
    public static final HeaderRedaction DEFAULTS = new HeaderRedaction(true, Set.of());

    /** Hides nothing, as Prefect Cloud does. {@code Authorization} is removed all the same. */
    public static final HeaderRedaction NONE = new HeaderRedaction(false, Set.of());

    private final boolean byWords;
    private final Set<String> names;

    private HeaderRedaction(boolean byWords, Set<String> names) {
        this.byWords = byWords;
        this.names = names;
    }

    /** Hides these headers, too; for the header of a generic HMAC, or one that the user names. */
    public HeaderRedaction and(Collection<String> headers) {
        Set<String> more = new HashSet<>(names);
        headers.forEach(header -> more.add(header.toLowerCase(Locale.ROOT)));
        return new HeaderRedaction(byWords, Set.copyOf(more));
    }

    /** Whether the value of this header, its name in any case, is hidden. */
    public boolean hides(String header) {
        String name = header.toLowerCase(Locale.ROOT);
        return names.contains(name)
                || byWords
                        && !NOT_SECRET.contains(name)
                        && Arrays.stream(name.split("[-_.]")).anyMatch(WORDS::contains);
    }

    /** The same headers with hidden values replaced. */
    public Map<String, String> redact(Map<String, String> headers) {
        Map<String, String> shown = new LinkedHashMap<>();
        headers.forEach((name, value) -> shown.put(name, hides(name) ? REDACTED : value));
        return shown;
    }

    /** A text with every longer hidden value of these headers blotted out, for text that a template made of them. */
    String redact(String text, Map<String, String> headers) {
        String shown = text;
        for (Map.Entry<String, String> header : headers.entrySet()) {
            if (hides(header.getKey()) && header.getValue().length() >= SHORTEST_SEARCHED) {
                shown = shown.replace(header.getValue(), REDACTED);
            }
        }
        return shown;
    }
}
