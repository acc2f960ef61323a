package dev.waystation.delivery;

import java.time.Instant;

/** What an attempt means for its delivery. */
public sealed interface Outcome {

    /** Done: the endpoint took it. */
    record Succeeded() implements Outcome {}

    /** Owed still; the next attempt is due at {@code at}. */
    record Redeliver(Instant at) implements Outcome {}

    /** Failed for good. */
    record Failed() implements Outcome {}
}
