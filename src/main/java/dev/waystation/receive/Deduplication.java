package dev.waystation.receive;

import java.time.Duration;
import java.util.Objects;

/**
 * How a webhook recognises that a sender repeats itself.
 *
 * @param key a template over the request, such as {@code {{ body.eventId }}}; requests for which it makes the same text
 *     are one. A request for which it makes only blanks is always a new one
 * @param window for how long a key is remembered, from 1 s to {@link #LONGEST_WINDOW}
 */
public record Deduplication(String key, Duration window) {

    /** How long senders go on trying, for those that say: Stripe's three days are the longest. */
    public static final Duration DEFAULT_WINDOW = Duration.ofDays(3);

    /** No sender is known that tries for longer. */
    public static final Duration LONGEST_WINDOW = Duration.ofDays(30);

    public Deduplication {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(window, "window");
    }
}
