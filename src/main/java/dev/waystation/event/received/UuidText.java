package dev.waystation.event.received;

import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The forms of a UUID that Prefect's server takes: with hyphens, also in braces or after {@code urn:uuid:}, and 32 hex digits
 * alone. Java's own reading lets far more pass.
 */
public final class UuidText {

    private static final Pattern HYPHENS = Pattern.compile("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final Pattern BARE = Pattern.compile("[0-9a-fA-F]{32}");

    private UuidText() {}

    /** The UUID, or null when the value is none. */
    public static UUID parse(Object value) {
        if (!(value instanceof String text)) {
            return null;
        }
        String inner = text;
        if (text.startsWith("{") && text.endsWith("}")) {
            inner = text.substring(1, text.length() - 1);
        } else if (text.startsWith("urn:uuid:")) {
            inner = text.substring(9);
        }
        if (HYPHENS.matcher(inner).matches()) {
            return UUID.fromString(inner);
        }
        return BARE.matcher(text).matches()
                ? new UUID(Long.parseUnsignedLong(text, 0, 16, 16), Long.parseUnsignedLong(text, 16, 32, 16))
                : null;
    }
}
