package dev.waystation.feed;

import java.time.Instant;
import java.util.Objects;

/**
 * Which rows a store is asked for.
 *
 * @param account only events of this account
 * @param since only events that occurred then or later; microseconds
 * @param until only events that occurred then or earlier; microseconds
 * @param order by {@code occurred}; rows with the same time are in the same order by their numbers
 * @param hint what else is known about the events; a store may ignore any part of it in a scan, but not in a count
 */
public record FeedQuery(long account, Instant since, Instant until, FeedOrder order, FeedHint hint) {

    public FeedQuery {
        Objects.requireNonNull(since, "since");
        Objects.requireNonNull(until, "until");
        Objects.requireNonNull(order, "order");
        Objects.requireNonNull(hint, "hint");
    }
}
