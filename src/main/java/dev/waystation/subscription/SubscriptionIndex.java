package dev.waystation.subscription;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds the subscriptions that want an event, at a cost that depends on how many match and not on how many there are:
 * one look-up for the event's job and one for "every job". Reads take no lock; changes are serialised.
 */
public final class SubscriptionIndex {

    /** The job filter of a subscription that wants every job. */
    private static final String EVERY_JOB = "";

    private record Key(long accountId, String eventType, String jobId) {}

    /** The values are never changed in place, so a reader sees a whole list or another whole list. */
    private final ConcurrentHashMap<Key, List<Subscription>> byKey = new ConcurrentHashMap<>();

    private final ConcurrentHashMap<Long, Subscription> byNo = new ConcurrentHashMap<>();

    /** Adds the subscription, or puts it in the place of the one with the same number. Inactive ones match nothing. */
    public synchronized void put(Subscription subscription) {
        Subscription before = byNo.put(subscription.no(), subscription);
        if (before != null) {
            keys(before).forEach(key -> drop(key, before));
        }
        if (subscription.active()) {
            keys(subscription).forEach(key -> byKey.merge(key, List.of(subscription), SubscriptionIndex::joined));
        }
    }

    /** Takes the subscription with this number out; does nothing when there is none. */
    public synchronized void remove(long no) {
        Subscription before = byNo.remove(no);
        if (before != null) {
            keys(before).forEach(key -> drop(key, before));
        }
    }

    /** The active subscriptions that want events of this type and subject, each once. */
    public List<Subscription> matching(long accountId, String eventType, String subject) {
        List<Subscription> any = byKey.getOrDefault(new Key(accountId, eventType, EVERY_JOB), List.of());
        List<Subscription> one =
                subject.isEmpty() ? List.of() : byKey.getOrDefault(new Key(accountId, eventType, subject), List.of());
        if (one.isEmpty()) {
            return any;
        }
        return any.isEmpty() ? one : joined(any, one);
    }

    private static List<Key> keys(Subscription s) {
        List<Key> keys = new ArrayList<>();
        for (String type : s.eventTypes().stream().distinct().toList()) {
            if (s.jobIds().isEmpty()) {
                keys.add(new Key(s.accountId(), type, EVERY_JOB));
            }
            for (String job : s.jobIds().stream().distinct().toList()) {
                keys.add(new Key(s.accountId(), type, job));
            }
        }
        return keys;
    }

    private void drop(Key key, Subscription before) {
        byKey.computeIfPresent(key, (k, list) -> {
            List<Subscription> left =
                    list.stream().filter(s -> s.no() != before.no()).toList();
            return left.isEmpty() ? null : left;
        });
    }

    private static List<Subscription> joined(List<Subscription> a, List<Subscription> b) {
        List<Subscription> all = new ArrayList<>(a.size() + b.size());
        all.addAll(a);
        all.addAll(b);
        return List.copyOf(all);
    }
}
