package dev.waystation.testing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which events arrived at which path, how often. An event counts as arrived when it was answered with success: an attempt
 * that was answered with a failure and then repeated is no duplicate.
 */
public final class Ledger {
    private static final JsonFactory JSON = new JsonFactory();

    private final Map<String, Map<String, Integer>> arrivals = new TreeMap<>();
    private final Map<String, Map<String, Integer>> attempts = new TreeMap<>();

    private Ledger() {}

    /** The ledger of these requests. Requests whose body has no {@code eventId} are left out. */
    public static Ledger of(List<Received> requests) {
        Ledger ledger = new Ledger();
        for (Received request : requests) {
            String id = eventId(request.body());
            if (id != null) {
                count(ledger.attempts, request.path(), id);
                if (request.accepted()) {
                    count(ledger.arrivals, request.path(), id);
                }
            }
        }
        return ledger;
    }

    /** How often each event arrived at a path, by event id, in the order of their first arrival. */
    public Map<String, Integer> arrivals(String path) {
        return arrivals.getOrDefault(path, Map.of());
    }

    /** How often each event was sent to a path, whatever the answer. */
    public Map<String, Integer> attempts(String path) {
        return attempts.getOrDefault(path, Map.of());
    }

    /** How many arrivals at a path were repetitions of an earlier one. */
    public int duplicates(String path) {
        return arrivals(path).values().stream().mapToInt(times -> times - 1).sum();
    }

    /** Which of these events have not arrived at a path. */
    public Set<String> missing(String path, Collection<String> eventIds) {
        Set<String> missing = new TreeSet<>(eventIds);
        missing.removeAll(arrivals(path).keySet());
        return missing;
    }

    /** A line for each path, to be printed. */
    public String summary() {
        StringBuilder text = new StringBuilder();
        for (String path : attempts.keySet()) {
            int sent =
                    attempts(path).values().stream().mapToInt(Integer::intValue).sum();
            text.append(path)
                    .append(": ")
                    .append(arrivals(path).size())
                    .append(" events, ")
                    .append(duplicates(path))
                    .append(" duplicates, ")
                    .append(sent)
                    .append(" attempts\n");
        }
        return text.toString();
    }

    private static void count(Map<String, Map<String, Integer>> counts, String path, String id) {
        counts.computeIfAbsent(path, p -> new LinkedHashMap<>()).merge(id, 1, Integer::sum);
    }

    private static String eventId(byte[] body) {
        try (JsonParser json = JSON.createParser(body)) {
            json.nextToken();
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                if (name.equals("eventId")) {
                    return json.nextTextValue();
                }
                json.nextToken();
                json.skipChildren();
            }
        } catch (IOException e) {
            // Not JSON: not an event.
        }
        return null;
    }
}
