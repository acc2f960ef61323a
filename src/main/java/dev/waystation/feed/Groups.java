package dev.waystation.feed;

import dev.waystation.event.received.ReceivedEvent;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts events by a text. */
final class Groups {

    private static final class Group {
        private long count;
        private Instant first;
        private Instant last;
        private long latestNo;
    }

    private final Map<String, Group> groups = new HashMap<>();

    /** Counts an event, and tells whether it is the latest of its group so far. */
    boolean count(String value, FeedRow row) {
        Group group = groups.computeIfAbsent(value, none -> new Group());
        group.count++;
        if (group.first == null || row.occurred().isBefore(group.first)) {
            group.first = row.occurred();
        }
        boolean latest = group.last == null
                || row.occurred().isAfter(group.last)
                || row.occurred().equals(group.last) && row.no() > group.latestNo;
        if (latest) {
            group.last = row.occurred();
            group.latestNo = row.no();
        }
        return latest;
    }

    /** The number of each group's latest event. */
    List<Long> latest() {
        return groups.values().stream().map(group -> group.latestNo).toList();
    }

    /** @param labels what to call a group; one that is not among them is called by its value */
    List<EventCount> counts(Map<String, String> labels) {
        return groups.entrySet().stream()
                .map(entry -> {
                    Group group = entry.getValue();
                    String label = labels.getOrDefault(entry.getKey(), entry.getKey());
                    return new EventCount(entry.getKey(), label, group.count, group.first, group.last);
                })
                .sorted(Comparator.comparingLong(EventCount::count)
                        .reversed()
                        .thenComparing(EventCount::label)
                        .thenComparing(EventCount::value))
                .toList();
    }

    /** What a resource is called in its event. */
    static String label(ReceivedEvent event) {
        Map<String, String> labels = event.resource();
        String name = labels.getOrDefault("prefect.resource.name", labels.get("prefect.name"));
        return name == null ? event.subject() : name;
    }
}
