package dev.waystation.subscription;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which request headers a subscription may set, and which have values that nobody should read. Pure functions; safe for
 * use by several threads.
 */
public final class RequestHeaders {

    /** What stands in the place of a secret value. */
    public static final String REDACTED = "(redacted)";

    /** How many a subscription can have. */
    public static final int MOST = 20;

    /** Characters of a name. */
    public static final int LONGEST_NAME = 100;

    /** Characters of a value. */
    public static final int LONGEST_VALUE = 2_000;

    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern VISIBLE = Pattern.compile("[\\x21-\\x7e]([\\x20-\\x7e]*[\\x21-\\x7e])?");

    /** Those that say how the message is framed or where it goes (RFC 9110, section 7.6.1, and what is like them). */
    private static final Set<String> OF_THE_CONNECTION = Set.of(
            "host",
            "content-length",
            "content-encoding",
            "transfer-encoding",
            "connection",
            "keep-alive",
            "te",
            "trailer",
            "upgrade",
            "expect",
            "via",
            "date",
            "accept-encoding",
            "http2-settings");

    /** Those that Camel's routes choose by; the deliver route keeps them off the wire. */
    private static final Set<String> OF_THE_ROUTE = Set.of(
            "eventid",
            "eventtype",
            "accountid",
            "jobid",
            "runid",
            "runstatus",
            "subscriptionid",
            "deliveryattempt",
            "breadcrumbid");

    private static final List<String> RESERVED_PREFIXES = List.of("webhook-", "proxy-", "camel", "org.apache.camel");

    private static final Pattern SECRET = Pattern.compile(
            "auth|cookie|token|secret|password|passwd|credential|signature|api-?_?key|access-?_?key|routing-?_?key");

    private RequestHeaders() {}

    /**
     * Why a subscription cannot set this header, or null when it can.
     *
     * @param scheme how the subscription signs; {@code Authorization} is free only if the signature is not in it
     * @return the end of a sentence that begins with the header's name
     */
    public static String whyNot(String name, String value, SignatureScheme scheme) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (name.length() > LONGEST_NAME || !TOKEN.matcher(name).matches()) {
            return "is no name of a header: expected up to " + LONGEST_NAME + " letters, digits and hyphens";
        }
        if (OF_THE_CONNECTION.contains(lower)) {
            return "cannot be set: it belongs to the connection";
        }
        if (OF_THE_ROUTE.contains(lower) || RESERVED_PREFIXES.stream().anyMatch(lower::startsWith)) {
            return "cannot be set: Waystation uses it itself";
        }
        if (lower.equals("authorization") && scheme.usesDbt()) {
            return "carries dbt Cloud's signature: set 'signature' to 'standard' or 'none' to use it for something else";
        }
        if (value.length() > LONGEST_VALUE || !VISIBLE.matcher(value).matches()) {
            return "has a value that cannot be sent: expected 1 to " + LONGEST_VALUE
                    + " printable ASCII characters on one line";
        }
        return null;
    }

    /** Whether the header's name says that its value is a secret. */
    public static boolean isSecret(String name) {
        return SECRET.matcher(name.toLowerCase(Locale.ROOT)).find();
    }

    /** The value, or {@link #REDACTED}. */
    public static String shown(String name, String value) {
        return isSecret(name) ? REDACTED : value;
    }
}
