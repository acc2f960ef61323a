package dev.waystation.event;

import java.time.Duration;
import java.util.Objects;

/**
 * What a sender's repetitions have in common. Of events with the same key, one is taken within the window; those after it
 * cause nothing, until the window since the one that was taken is over.
 *
 * @param key 1 to {@value #LONGEST} characters; unique over all accounts and webhooks
 * @param window for how long repetitions are recognised, positive
 */
public record OnceKey(String key, Duration window) {

    /** Characters of a key. */
    public static final int LONGEST = 128;

    public OnceKey {
        Objects.requireNonNull(window, "window");
        if (key.isEmpty() || key.length() > LONGEST) {
            throw new IllegalArgumentException("a key of " + key.length() + " characters");
        }
    }
}
