package dev.waystation.receive;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * An HTTP request as it came: nothing decoded, nothing merged.
 *
 * <p>The body array is shared, not copied, since a receipt must not copy megabytes to check them. Nobody may write to it.
 * Two requests are equal only if they share the array.
 *
 * @param method the method in upper case
 * @param headers one entry per header line, in order, with the sender's spelling of the name
 * @param body the raw bytes, empty when there is no body
 * @param query the raw query string without {@code ?}, or null when there is none
 */
public record RawRequest(String method, List<Header> headers, byte[] body, String query) {

    private static final byte[] NO_BODY = new byte[0];

    public RawRequest {
        method = Objects.requireNonNull(method, "method").toUpperCase(Locale.ROOT);
        headers = List.copyOf(headers);
        body = body == null ? NO_BODY : body;
    }

    /** One header line. The value carries no leading or trailing blanks, which HTTP does not count as part of it. */
    public record Header(String name, String value) {
        public Header {
            Objects.requireNonNull(name, "name");
            value = value == null ? "" : value.strip();
        }
    }

    /** The first value of a header, its name in any case. */
    public Optional<String> header(String name) {
        for (Header header : headers) {
            if (header.name().equalsIgnoreCase(name)) {
                return Optional.of(header.value());
            }
        }
        return Optional.empty();
    }

    /** Every value of a header in order, its name in any case; empty when it was not sent. */
    public List<String> headerValues(String name) {
        List<String> values = new ArrayList<>(1);
        for (Header header : headers) {
            if (header.name().equalsIgnoreCase(name)) {
                values.add(header.value());
            }
        }
        return values;
    }

    /** Names the method and the sizes only: headers, query and body may hold secrets. */
    @Override
    public String toString() {
        return "RawRequest[" + method + ", " + headers.size() + " headers, " + body.length + " bytes]";
    }
}
