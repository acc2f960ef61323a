package dev.waystation.feed;

import dev.waystation.event.received.ReceivedEvent;
import java.util.List;
import java.util.Optional;

/**
 * A page of the feed.
 *
 * @param events in the order that was asked for
 * @param total how many events the filter had when its first page was made
 * @param next the token of the next page; empty when this is the last
 */
public record FeedPage(List<ReceivedEvent> events, long total, Optional<String> next) {

    public FeedPage {
        events = List.copyOf(events);
    }
}
