package dev.waystation.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Finds out by looking again and again which deliveries were attempted: the API tells how often each was so far. A
 * subscription whose endpoint was not tried since the last two looks costs nothing. For one thread.
 */
final class Tail {

    private static final int PAGE = 100;

    /** How far back the API's log goes. */
    private static final int DEEPEST = 1_000;

    /** Reasons of failures cost a request each; a burst of more shows their status alone. */
    private static final int REASONS_IN_A_LOOK = 50;

    /** Every so often a look goes all the way back: somebody may have had an old delivery attempted again. */
    private static final int LOOKS_TO_A_DEEP_ONE = 20;

    private final GatewayApi api;
    private final String webhooks;
    private final String wanted;
    private final boolean failedOnly;
    private final Consumer<JsonNode> show;
    private final Map<String, Seen> seen = new HashMap<>();
    private int looks;
    private int reasons;

    /** What is known of one subscription. */
    private static final class Seen {

        /** When it was dispatched to last, at the latest look and at the one before. */
        private String dispatched = "";

        private String dispatchedBefore = "";

        /** Whether a delivery waited for its first attempt. */
        private boolean untried;

        /** The events whose deliveries were owed still. */
        private final Set<String> owed = new HashSet<>();

        /** Attempts by event id; those that have not been seen for longest are forgotten. */
        private final Map<String, Integer> attempts = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
                return size() > 2 * DEEPEST;
            }
        };
    }

    /**
     * @param wanted the id or the name of the only subscription that is asked for, or null
     * @param failedOnly whether successes are left out
     * @param show gets each delivery, as the API shows it, with {@code subscription_name} and without the payload
     */
    Tail(GatewayApi api, String account, String wanted, boolean failedOnly, Consumer<JsonNode> show) {
        this.api = api;
        this.webhooks = "/api/v3/accounts/" + account + "/webhooks";
        this.wanted = wanted;
        this.failedOnly = failedOnly;
        this.show = show;
    }

    /** Notes what there is already, so that the next look shows what is new. A sentence about what is followed. */
    String begin() throws CommandException {
        List<JsonNode> subscriptions = subscriptions();
        if (wanted != null && subscriptions.isEmpty()) {
            throw new CommandException("There is no subscription '" + wanted + "': 'id' and 'name' of all are at "
                    + api.base() + webhooks + "/subscriptions?destination=all.");
        }
        for (JsonNode subscription : subscriptions) {
            findChanges(subscription, new ArrayList<>());
        }
        int count = subscriptions.size();
        return "Following " + count + (count == 1 ? " subscription" : " subscriptions") + " at " + api.base() + ".";
    }

    /**
     * Shows every delivery that was attempted since the last look, in the order in which the events were accepted. When
     * the gateway stops answering in the middle, what was found is shown, and the next look finds the rest.
     */
    void look() throws CommandException {
        List<ObjectNode> changed = new ArrayList<>();
        looks++;
        try {
            List<JsonNode> subscriptions = subscriptions();
            for (JsonNode subscription : subscriptions) {
                findChanges(subscription, changed);
            }
            seen.keySet()
                    .retainAll(subscriptions.stream()
                            .map(s -> s.path("id").asText())
                            .toList());
        } finally {
            show(changed);
        }
    }

    private void show(List<ObjectNode> changed) {
        reasons = 0;
        changed.sort(Comparator.comparing(d -> d.path("created_at").asText()));
        for (ObjectNode delivery : changed) {
            boolean failed = !delivery.path("delivery_status").asText().equals("succeeded");
            if (failed) {
                addReason(delivery);
            }
            if (failed || !failedOnly) {
                show.accept(delivery);
            }
        }
    }

    private List<JsonNode> subscriptions() throws CommandException {
        List<JsonNode> found = new ArrayList<>();
        for (int offset = 0; ; offset += PAGE) {
            JsonNode page = get("/subscriptions?destination=all&limit=" + PAGE + "&offset=" + offset);
            for (JsonNode subscription : page) {
                if (wanted == null
                        || wanted.equals(subscription.path("id").asText())
                        || wanted.equals(subscription.path("name").asText())) {
                    found.add(subscription);
                }
            }
            if (page.size() < PAGE) {
                return found;
            }
        }
    }

    /** Adds the subscription's deliveries with attempts that are not known yet. */
    private void findChanges(JsonNode subscription, List<ObjectNode> changed) throws CommandException {
        String id = subscription.path("id").asText();
        Seen known = seen.computeIfAbsent(id, i -> new Seen());
        String dispatched = subscription.path("dispatched_at").asText();
        // One more look after the last change: a dispatch is told of a moment before its attempt is in the log.
        if (dispatched.equals(known.dispatched) && dispatched.equals(known.dispatchedBefore) && !known.untried) {
            return;
        }
        String name = subscription.path("name").asText();
        boolean untried = false;
        Set<String> owed = new HashSet<>();
        Set<String> owedDeeper = new HashSet<>(known.owed);
        boolean deep = known.attempts.isEmpty() || looks % LOOKS_TO_A_DEEP_ONE == 0;
        for (int offset = 0; offset < DEEPEST; offset += PAGE) {
            JsonNode page = get("/subscription/" + id + "/events?limit=" + PAGE + "&offset=" + offset);
            boolean nothingNew = true;
            for (JsonNode delivery : page) {
                String event = delivery.path("id").asText();
                int attempts = delivery.path("attempts").asInt();
                Integer before = known.attempts.put(event, attempts);
                owedDeeper.remove(event);
                if (delivery.path("delivery_status").asText().equals("pending")) {
                    owed.add(event);
                    untried |= attempts == 0;
                }
                nothingNew &= before != null && before == attempts;
                if (attempts > (before == null ? 0 : before)) {
                    ((ObjectNode) delivery).put("subscription_name", name).remove("payload");
                    changed.add((ObjectNode) delivery);
                }
            }
            if (page.size() < PAGE || nothingNew && owedDeeper.isEmpty() && !deep) {
                break;
            }
        }
        known.untried = untried;
        known.owed.clear();
        known.owed.addAll(owed);
        known.dispatchedBefore = known.dispatched;
        known.dispatched = dispatched;
    }

    /** Says why an attempt failed, where that is known; it is no reason to end. */
    private void addReason(ObjectNode delivery) {
        if (++reasons > REASONS_IN_A_LOOK) {
            return;
        }
        try {
            JsonNode receipts =
                    get("/subscription/" + delivery.path("subscription_id").asText() + "/event/"
                            + delivery.path("id").asText() + "/receipt");
            delivery.put("error_info", receipts.path(0).path("error_info").asText());
        } catch (CommandException e) {
            // The line tells the status still.
        }
    }

    private JsonNode get(String path) throws CommandException {
        return api.call("GET", webhooks + path, null);
    }
}
