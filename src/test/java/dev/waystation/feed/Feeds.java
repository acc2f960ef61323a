package dev.waystation.feed;

import dev.waystation.event.received.EventDefaults;
import dev.waystation.event.received.EventLimits;
import dev.waystation.event.received.InvalidReceivedEventException;
import dev.waystation.event.received.PythonJson;
import dev.waystation.event.received.ReceivedEvent;
import dev.waystation.event.received.ReceivedEventReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** Events and filters from JSON, with single quotes for the reader's sake. */
final class Feeds {

    static final Instant NOW = Instant.parse("2026-03-10T10:30:00Z");

    private Feeds() {}

    static Object json(String text) {
        try {
            return PythonJson.parse(text.replace('\'', '"'));
        } catch (PythonJson.NotJson e) {
            throw new AssertionError(text, e);
        }
    }

    static FeedFilter filter(String text) {
        try {
            return FeedFilter.of(json(text), NOW);
        } catch (InvalidFeedRequestException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }

    /** @param fields without the outer braces; an id and a time that are not in it are filled in */
    static ReceivedEvent event(long account, UUID id, Instant occurred, String fields) {
        try {
            return new ReceivedEventReader(EventLimits.DEFAULTS)
                    .event(
                            json("{" + fields + "}"),
                            account,
                            occurred.plusMillis(500),
                            new EventDefaults(id, occurred, Map::of, null));
        } catch (InvalidReceivedEventException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }
}
