package dev.waystation.testing;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A request that a {@link FaultyReceiver} was sent.
 *
 * @param method as sent
 * @param path without the query
 * @param target with the query, as sent
 * @param headers in the order and the case of the wire
 * @param body without any chunking; empty if the script said not to read it
 * @param arrivalNanos {@link System#nanoTime} when the last byte was read
 * @param connection the number of its connection, from 1; equal numbers mean that the connection was used again
 * @param number which request to this path it is, from 1
 * @param answer the status that the script has for it; 0 where it has none, as for a reset
 */
public record Received(
        String method,
        String path,
        String target,
        List<Header> headers,
        byte[] body,
        long arrivalNanos,
        int connection,
        int number,
        int answer) {

    /** The value of the first header of that name in any case, or null. */
    public String header(String name) {
        for (Header header : headers) {
            if (header.name().equalsIgnoreCase(name)) {
                return header.value();
            }
        }
        return null;
    }

    /** The body as UTF-8 text. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** Whether the sender is told that all is well. */
    public boolean accepted() {
        return answer >= 200 && answer < 300;
    }
}
