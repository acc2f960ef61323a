package dev.waystation.subscription;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a subscription can say beyond dbt Cloud's API. All of it is optional, and a client that knows nothing of it never
 * meets it. Immutable.
 *
 * @param filter an expression over the event in Jinja's syntax; null takes every event of the wanted types
 * @param template makes the body that is sent, in Jinja's syntax; null sends the event as it is
 * @param headers request headers that are sent too, in their order; see {@link RequestHeaders} for which may be
 * @param signature how what is sent is signed
 * @param concurrency attempts in flight at once, from 1 up; 0 for the gateway's setting
 * @param rateLimit attempts that may begin in any one second, from 1 up; 0 for no limit
 * @param resourceIds the resources that are wanted, see {@link ResourceIdPatterns}; empty takes every resource, unless jobs
 *     are named
 */
public record SubscriptionOptions(
        String filter,
        String template,
        Map<String, String> headers,
        SignatureScheme signature,
        int concurrency,
        int rateLimit,
        List<String> resourceIds) {

    /** Of a subscription as dbt Cloud knows it. */
    public static final SubscriptionOptions NONE =
            new SubscriptionOptions(null, null, Map.of(), SignatureScheme.BOTH, 0, 0, List.of());

    public SubscriptionOptions {
        resourceIds = List.copyOf(resourceIds);
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    /** Tells no header's value: some are secrets. */
    @Override
    public String toString() {
        return "SubscriptionOptions[filter " + (filter == null ? "none" : filter) + ", template "
                + (template == null ? "none" : template.length() + " characters") + ", headers " + headers.keySet()
                + ", signature " + signature.word() + ", resources " + resourceIds + ", concurrency " + concurrency
                + ", rate " + rateLimit + "]";
    }
}
