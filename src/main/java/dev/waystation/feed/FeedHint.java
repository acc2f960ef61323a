package dev.waystation.feed;

import dev.waystation.event.received.RunEventAsReceived;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The part of a filter that a store can check by a row's columns, without reading bodies. Every event that the filter wants
 * satisfies all of it; unless it is {@link #exact}, other events can too. A store may leave out any condition when it scans.
 *
 * @param type of the column {@code type}, for rows of either kind
 * @param receivedSubject of the column {@code subject}, for rows of received events: the resource's id
 * @param runSubject of the column {@code subject}, for rows of run events: the job's id
 * @param ids the event has one of these ids, see {@link FeedRow#id}; empty for no such condition
 * @param exact whether the conditions say all that the filter says, apart from the time
 */
public record FeedHint(TextHint type, TextHint receivedSubject, TextHint runSubject, Set<UUID> ids, boolean exact) {

    public FeedHint {
        ids = Set.copyOf(ids);
    }

    static FeedHint of(TextHint type, TextHint resourceId, Set<UUID> ids, boolean complete) {
        boolean large = type.isLarge() || resourceId.isLarge();
        boolean manyIds = ids.size() > TextHint.LARGEST;
        TextHint subject = resourceId.isLarge() ? TextHint.ANY : resourceId;
        return new FeedHint(
                type.isLarge() ? TextHint.ANY : type,
                subject,
                subject.without(RunEventAsReceived.JOB_PREFIX),
                manyIds ? Set.of() : ids,
                complete && !large && ids.isEmpty());
    }

    /**
     * The ids as the column {@code event_id} may have them. Only received events, and run events whose event id is a UUID,
     * are found by it: the ids of other run events are made from their event ids and cannot be turned back.
     */
    public Set<String> eventIds() {
        return ids.stream().map(UUID::toString).collect(Collectors.toUnmodifiableSet());
    }
}
