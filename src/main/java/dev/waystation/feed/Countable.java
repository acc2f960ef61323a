package dev.waystation.feed;

import java.util.Locale;
import java.util.Optional;

/** What events are counted by. */
public enum Countable {
    /** The day in UTC on which they occurred. */
    DAY,
    /** The bucket of time in which they occurred. */
    TIME,
    /** Their name. */
    EVENT,
    /** Their primary resource. */
    RESOURCE;

    /** The one of that name, as it is in the API's path: in lower case. */
    public static Optional<Countable> named(String name) {
        for (Countable countable : values()) {
            if (countable.name().toLowerCase(Locale.ROOT).equals(name)) {
                return Optional.of(countable);
            }
        }
        return Optional.empty();
    }
}
