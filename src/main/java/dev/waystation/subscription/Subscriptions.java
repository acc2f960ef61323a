package dev.waystation.subscription;

import dev.waystation.event.Ids;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * All subscriptions of this process: in memory for matching, in the store for keeps. A change is visible to the next
 * event, and to the next reader, once the method that made it has returned. Safe for use by several threads.
 */
public final class Subscriptions {

    private final SubscriptionStore store;
    private final Clock clock;
    private final SubscriptionIndex index = new SubscriptionIndex();
    private final ConcurrentSkipListMap<Long, Subscription> byNo = new ConcurrentSkipListMap<>();
    private final ConcurrentHashMap<String, Subscription> byId = new ConcurrentHashMap<>();
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
            boolean active) {}

    /** Makes a subscription with a new id and a new secret. */
    public Subscription create(Draft draft) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Subscription made = new Subscription(
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
                now);
        store.insert(made);
        remember(made);
        return made;
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
        Subscription now = new Subscription(
                old.no(),
                old.id(),
                old.accountId(),
                old.name(),
                draft.description(),
                draft.eventTypes(),
                draft.jobIds(),
                old.destination(),
                draft.clientUrl(),
                old.secret(),
                draft.active(),
                null,
                old.createdAt(),
                clock.instant().truncatedTo(ChronoUnit.MICROS));
        update(now);
        return now;
    }

    /** Switches a subscription off and says why; nothing happens when it is gone or off already. */
    public synchronized void deactivate(long no, String reason) {
        Subscription current = byNo.get(no);
        if (current != null && current.active()) {
            update(current.deactivated(reason, clock.instant().truncatedTo(ChronoUnit.MICROS)));
        }
    }

    private void update(Subscription changed) {
        store.update(changed);
        remember(changed);
    }

    private void remember(Subscription subscription) {
        byNo.put(subscription.no(), subscription);
        byId.put(subscription.id(), subscription);
        index.put(subscription);
    }

    /** The active subscriptions that want events of this type and subject. */
    public List<Subscription> matching(long accountId, String eventType, String subject) {
        return index.matching(accountId, eventType, subject);
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
        return byNo.values().stream()
                .filter(s -> s.accountId() == accountId && s.destination() == Subscription.Destination.HTTP)
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
    public SubscriptionHealth changeHealth(long no, java.util.function.UnaryOperator<SubscriptionHealth> change) {
        return health.compute(no, (key, old) -> change.apply(old == null ? SubscriptionHealth.NEW : old));
    }
}
