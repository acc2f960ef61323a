package dev.waystation.subscription;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Finds the subscriptions that want an event, at a cost that depends on how many match and not on how many there are:
 * one look-up for the event's job and one for "every job", and the same again for each length of a prefix ({@code
 * github.*}) that is in use. Reads take no lock; changes are serialised.
 */
public final class SubscriptionIndex {

    /** The job filter of a subscription that wants every job. */
    private static final String EVERY_JOB = "";

    /** The end of an event type that stands for all that begin so. */
    private static final String ANYTHING = "*";

    private record Key(long accountId, String eventType, String jobId) {}

    /** The values are never changed in place, so a reader sees a whole list or another whole list. */
    private final ConcurrentHashMap<Key, List<Subscription>> byKey = new ConcurrentHashMap<>();

    private final ConcurrentHashMap<Long, Subscription> byNo = new ConcurrentHashMap<>();

    /** How many keys there are with a prefix of so many characters. */
    private final ConcurrentSkipListMap<Integer, Integer> prefixLengths = new ConcurrentSkipListMap<>();

    /**
     * Adds the subscription, or puts it in the place of the one with the same number. Inactive ones match nothing. An
     * event that both the old and the new one want finds one of them at any moment.
     */
    public synchronized void put(Subscription subscription) {
        Subscription before = byNo.put(subscription.no(), subscription);
        Set<Key> wanted = subscription.active() ? keys(subscription) : Set.of();
        wanted.forEach(key -> add(key, subscription));
        if (before != null) {
            keys(before).stream().filter(key -> !wanted.contains(key)).forEach(key -> drop(key, before));
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
        List<Subscription> found = ofType(accountId, eventType, subject);
        if (prefixLengths.isEmpty()) {
            return found;
        }
        // One subscription can have the type and a prefix of it, so here it must be seen to that it comes up once.
        Map<Long, Subscription> all = new LinkedHashMap<>();
        found.forEach(s -> all.put(s.no(), s));
        for (int length : prefixLengths.headMap(eventType.length(), true).keySet()) {
            String prefix = eventType.substring(0, length) + ANYTHING;
            ofType(accountId, prefix, subject).forEach(s -> all.put(s.no(), s));
        }
        return List.copyOf(all.values());
    }

    private List<Subscription> ofType(long accountId, String eventType, String subject) {
        List<Subscription> any = byKey.getOrDefault(new Key(accountId, eventType, EVERY_JOB), List.of());
        List<Subscription> one =
                subject.isEmpty() ? List.of() : byKey.getOrDefault(new Key(accountId, eventType, subject), List.of());
        if (one.isEmpty()) {
            return any;
        }
        return any.isEmpty() ? one : joined(any, one);
    }

    private static Set<Key> keys(Subscription s) {
        Set<Key> keys = new LinkedHashSet<>();
        for (String type : s.eventTypes()) {
            if (s.jobIds().isEmpty()) {
                keys.add(new Key(s.accountId(), type, EVERY_JOB));
            }
            for (String job : s.jobIds()) {
                keys.add(new Key(s.accountId(), type, job));
            }
        }
        return keys;
    }

    private void add(Key key, Subscription subscription) {
        List<Subscription> there = byKey.getOrDefault(key, List.of());
        List<Subscription> others = without(there, subscription.no());
        if (others.size() == there.size() && isPrefix(key)) {
            prefixLengths.merge(key.eventType().length() - 1, 1, Integer::sum);
        }
        byKey.put(key, joined(others, List.of(subscription)));
    }

    private void drop(Key key, Subscription before) {
        List<Subscription> there = byKey.getOrDefault(key, List.of());
        List<Subscription> others = without(there, before.no());
        if (others.size() < there.size() && isPrefix(key)) {
            prefixLengths.computeIfPresent(key.eventType().length() - 1, (k, n) -> n == 1 ? null : n - 1);
        }
        if (others.isEmpty()) {
            byKey.remove(key);
        } else {
            byKey.put(key, others);
        }
    }

    private static boolean isPrefix(Key key) {
        return key.eventType().endsWith(ANYTHING);
    }

    private static List<Subscription> without(List<Subscription> list, long no) {
        return list.stream().filter(s -> s.no() != no).toList();
    }

    private static List<Subscription> joined(List<Subscription> a, List<Subscription> b) {
        List<Subscription> all = new ArrayList<>(a.size() + b.size());
        all.addAll(a);
        all.addAll(b);
        return List.copyOf(all);
    }
}
