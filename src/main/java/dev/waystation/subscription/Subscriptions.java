package dev.waystation.subscription;

import dev.waystation.event.Event;
import dev.waystation.event.Ids;
import dev.waystation.jinja.TemplateError;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All subscriptions of this process: in memory for matching, in the store for keeps. A change is visible to the next
 * event, and to the next reader, once the method that made it has returned. Safe for use by several threads.
 */
public final class Subscriptions {

    private static final Logger LOG = LoggerFactory.getLogger(Subscriptions.class);

    /** How long the key of a request to create a subscription counts. */
    public static final Duration KEY_LIFETIME = Duration.ofHours(24);

    private final SubscriptionStore store;
    private final Clock clock;
    private volatile Consumer<Subscription> onChange = changed -> {};
    private final SubscriptionIndex index = new SubscriptionIndex();
    private final ConcurrentSkipListMap<Long, Subscription> byNo = new ConcurrentSkipListMap<>();
    private final ConcurrentHashMap<String, Subscription> byId = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Long, EventFilter> filters = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Long, SubscriptionHealth> health = new ConcurrentHashMap<>();

    /** Loads what the store holds. */
    public Subscriptions(SubscriptionStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
        for (SubscriptionStore.Stored stored : store.loadSubscriptions()) {
            remember(stored.subscription());
            health.put(stored.subscription().no(), stored.health());
        }
    }

    /** What a caller decides about a new subscription. The rest is made here. */
    public record Draft(
            long accountId,
            String name,
            String description,
            List<String> eventTypes,
            List<String> jobIds,
            Subscription.Destination destination,
            String clientUrl,
            boolean active,
            SubscriptionOptions options) {

        /** Without options. */
        public Draft(
                long accountId,
                String name,
                String description,
                List<String> eventTypes,
                List<String> jobIds,
                Subscription.Destination destination,
                String clientUrl,
                boolean active) {
            this(
                    accountId,
                    name,
                    description,
                    eventTypes,
                    jobIds,
                    destination,
                    clientUrl,
                    active,
                    SubscriptionOptions.NONE);
        }

        /** Whether the subscription is just as this draft wants it. */
        boolean describes(Subscription s) {
            return equals(new Draft(
                    s.accountId(),
                    s.name(),
                    s.description(),
                    s.eventTypes(),
                    s.jobIds(),
                    s.destination(),
                    s.clientUrl(),
                    s.active(),
                    s.options()));
        }
    }

    /** Makes a subscription with a new id and a new secret. */
    public Subscription create(Draft draft) {
        Subscription made = draftToNew(draft);
        store.insert(made);
        remember(made);
        return made;
    }

    private Subscription draftToNew(Draft draft) {
        Instant now = now();
        return new Subscription(
                store.nextSubscriptionNo(),
                Ids.subscriptionId(now),
                draft.accountId(),
                draft.name(),
                draft.description(),
                draft.eventTypes(),
                draft.jobIds(),
                draft.destination(),
                draft.clientUrl(),
                Secrets.generate(),
                draft.active(),
                null,
                now,
                now,
                draft.options(),
                null);
    }

    /**
     * Makes a subscription, unless the client asked for it under this key before: then that one is given again. After
     * {@link #KEY_LIFETIME} a key is forgotten.
     *
     * @param key the client's own name for its request
     * @param request a digest of all that it asks for
     * @return nothing when the key was used for another request
     */
    public synchronized Optional<Subscription> create(Draft draft, String key, String request) {
        Instant now = now();
        store.deleteKeysBefore(now.minus(KEY_LIFETIME));
        Optional<SubscriptionStore.CreateKey> known = store.findKey(draft.accountId(), key, now.minus(KEY_LIFETIME));
        if (known.isPresent() && !known.get().request().equals(request)) {
            return Optional.empty();
        }
        if (known.isPresent() && byNo.containsKey(known.get().subscriptionNo())) {
            return Optional.of(byNo.get(known.get().subscriptionNo()));
        }
        Subscription made = draftToNew(draft);
        store.insert(made, new SubscriptionStore.CreateKey(draft.accountId(), key, request, made.no(), now));
        remember(made);
        return Optional.of(made);
    }

    /**
     * Makes a subscription, unless one just like it was made less than {@code window} ago and not changed since: that is
     * what a client asks for that lost the reply and asks again.
     */
    public synchronized Subscription createOnce(Draft draft, Duration window) {
        Instant since = now().minus(window);
        for (Subscription s : byNo.descendingMap().values()) {
            if (!s.createdAt().isAfter(since)) {
                break;
            }
            if (s.updatedAt().equals(s.createdAt()) && draft.describes(s)) {
                return s;
            }
        }
        return create(draft);
    }

    /**
     * Puts what a person wants now in the place of what was. One that is off is on again if it is wanted on, or if its
     * endpoint has moved, as in dbt Cloud; then nothing that failed before counts any more.
     *
     * @param seen the subscription that the draft was made from
     * @return nothing when it is gone, or was changed in between; then the draft may lack what somebody else wants
     */
    public synchronized Optional<Subscription> replace(Subscription seen, Draft draft) {
        long no = seen.no();
        Subscription old = byNo.get(no);
        if (old != seen) {
            return Optional.empty();
        }
        boolean moved = !old.clientUrl().equals(draft.clientUrl());
        boolean on = draft.active() || !old.active() && moved;
        String reason = on ? null : old.deactivateReason();
        Subscription changed = old.changed(draft, on, reason, now());
        if (on && (moved || !old.active())) {
            store.update(changed, changeHealth(no, SubscriptionHealth::revived));
            remember(changed);
        } else {
            update(changed);
        }
        onChange.accept(changed);
        return Optional.of(changed);
    }

    /**
     * Gives the subscription a new secret. For {@code overlap} what is sent is signed with both.
     *
     * @return nothing when the subscription is gone by now
     */
    public synchronized Optional<Subscription> rotateSecret(long no, Duration overlap) {
        Subscription old = byNo.get(no);
        if (old == null) {
            return Optional.empty();
        }
        Instant now = now();
        Subscription changed = old.rotated(Secrets.generate(), now.plus(overlap), now);
        update(changed);
        return Optional.of(changed);
    }

    /**
     * Forgets a subscription; no later event finds it.
     *
     * @return whether there was one
     */
    public synchronized boolean delete(long no) {
        Subscription old = byNo.get(no);
        if (old == null) {
            return false;
        }
        store.delete(no);
        byNo.remove(no);
        byId.remove(old.id());
        index.remove(no);
        filters.remove(no);
        health.remove(no);
        return true;
    }

    /** Has {@code listener} called after each change of an existing subscription, on the thread that made it. */
    public void onChange(Consumer<Subscription> listener) {
        onChange = listener;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /**
     * The subscription of a route that starts with {@code events:subscribe}: found by account and name, made when there
     * is none, and brought up to date with what the route file says now.
     */
    public synchronized Subscription forRoute(Draft draft) {
        Optional<Subscription> known = byNo.values().stream()
                .filter(s -> s.destination() == Subscription.Destination.ROUTE
                        && s.accountId() == draft.accountId()
                        && s.name().equals(draft.name()))
                .findFirst();
        if (known.isEmpty()) {
            return create(draft);
        }
        Subscription old = known.get();
        Subscription now = old.changed(draft, draft.active(), null, now());
        update(now);
        return now;
    }

    /** Switches a subscription off and says why; nothing happens when it is gone or off already. */
    public synchronized void deactivate(long no, String reason) {
        Subscription current = byNo.get(no);
        if (current != null && current.active()) {
            update(current.deactivated(reason, now()));
        }
    }

    /** As {@link #deactivate(long, String)}, unless its endpoint was moved since {@code seen} was read. */
    public synchronized void deactivate(Subscription seen, String reason) {
        Subscription current = byNo.get(seen.no());
        if (current != null && current.clientUrl().equals(seen.clientUrl())) {
            deactivate(seen.no(), reason);
        }
    }

    private void update(Subscription changed) {
        store.update(changed);
        remember(changed);
    }

    private void remember(Subscription subscription) {
        byNo.put(subscription.no(), subscription);
        byId.put(subscription.id(), subscription);
        rememberFilter(subscription);
        index.put(subscription);
    }

    private void rememberFilter(Subscription subscription) {
        String expression = subscription.options().filter();
        if (expression == null) {
            filters.remove(subscription.no());
            return;
        }
        try {
            filters.put(subscription.no(), EventFilter.compile(expression));
        } catch (InvalidTemplateException e) {
            // It was checked before it was stored; an older Waystation may have understood more.
            filters.remove(subscription.no());
            LOG.error("The filter of {} is not used: {}", subscription.id(), e.getMessage());
        }
    }

    /**
     * The active subscriptions that want this event. A filter that fails on the event lets it through: one event too many
     * is seen, one too few is not.
     */
    public List<Subscription> matching(Event event) {
        List<Subscription> found = index.matching(event.accountId(), event.eventType(), event.subject());
        if (filters.isEmpty() || found.stream().noneMatch(s -> filters.containsKey(s.no()))) {
            return found;
        }
        Map<String, Object> fields = EventFields.of(event.body().stored());
        return found.stream().filter(s -> accepts(s, fields)).toList();
    }

    private boolean accepts(Subscription subscription, Map<String, Object> fields) {
        EventFilter filter = filters.get(subscription.no());
        try {
            return filter == null || filter.accepts(fields);
        } catch (TemplateError e) {
            LOG.warn("The filter of {} failed on an event, which is delivered: {}", subscription.id(), e.getMessage());
            return true;
        }
    }

    /** The subscription with this number, or null. */
    public Subscription byNo(long no) {
        return byNo.get(no);
    }

    /** The subscription of this account with this id; another account's is not found. */
    public Optional<Subscription> find(long accountId, String id) {
        return Optional.ofNullable(byId.get(id)).filter(s -> s.accountId() == accountId);
    }

    /** The account's subscriptions to HTTP endpoints in the order of their creation. */
    public List<Subscription> ofAccount(long accountId) {
        return ofAccount(accountId, EnumSet.of(Subscription.Destination.HTTP));
    }

    /** The account's subscriptions to such destinations in the order of their creation. */
    public List<Subscription> ofAccount(long accountId, Set<Subscription.Destination> destinations) {
        return byNo.values().stream()
                .filter(s -> s.accountId() == accountId && destinations.contains(s.destination()))
                .toList();
    }

    /** Every subscription, in the order of their creation. */
    public Collection<Subscription> all() {
        return List.copyOf(byNo.values());
    }

    /** How the endpoint of this subscription is doing. */
    public SubscriptionHealth health(long no) {
        return health.getOrDefault(no, SubscriptionHealth.NEW);
    }

    /** Changes the health in memory and returns the new one; the store writes it with the attempt that caused it. */
    public SubscriptionHealth changeHealth(long no, UnaryOperator<SubscriptionHealth> change) {
        return health.compute(no, (key, old) -> change.apply(old == null ? SubscriptionHealth.NEW : old));
    }
}
