package dev.waystation.receive;

import dev.waystation.event.received.ReceivedEvent;
import java.util.Optional;

/** Finds a received event that was stored. Safe for use by several threads. */
@FunctionalInterface
public interface ReceivedEventLookup {

    /**
     * The event.
     *
     * @param account the tenant; an event of another one is not found
     * @param eventId its id as text, in whatever form a caller sent it
     * @return nothing when there is none, or it is a run event
     */
    Optional<ReceivedEvent> find(long account, String eventId);
}
