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
 * one look-up for the event's job or resource and one for "every job", and the same again for each length of a prefix
 * ({@code github.*}) that is in use. Reads take no lock; changes are serialised.
 */
public final class SubscriptionIndex {

    /** The job filter of a subscription that wants every job. */
    private static final String EVERY_JOB = "";

    /** The end of an event type that stands for all that begin so. */
    private static final String ANYTHING = "*";

    /** How many keys of an account and event type have a prefix of a resource id with so many characters. */
    private record Lengths(long accountId, String eventType) {}

    /** @param prefix whether the subject is the beginning of subjects */
    private record Key(long accountId, String eventType, String subject, boolean prefix) {}

    /** The values are never changed in place, so a reader sees a whole list or another whole list. */
    private final ConcurrentHashMap<Key, List<Subscription>> byKey = new ConcurrentHashMap<>();

    private final ConcurrentHashMap<Long, Subscription> byNo = new ConcurrentHashMap<>();

    private final ConcurrentHashMap<Lengths, ConcurrentSkipListMap<Integer, Integer>> subjectPrefixLengths =
            new ConcurrentHashMap<>();

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
        List<Subscription> any = byKey.getOrDefault(new Key(accountId, eventType, EVERY_JOB, false), List.of());
        List<Subscription> one = subject.isEmpty()
                ? List.of()
                : byKey.getOrDefault(new Key(accountId, eventType, subject, false), List.of());
        if (!one.isEmpty()) {
            any = any.isEmpty() ? one : joined(any, one);
        }
        ConcurrentSkipListMap<Integer, Integer> lengths =
                subjectPrefixLengths.isEmpty() ? null : subjectPrefixLengths.get(new Lengths(accountId, eventType));
        return lengths == null ? any : withPrefixes(any, accountId, eventType, subject, lengths.keySet());
    }

    /** One subscription can have a resource's id and a prefix of it, so it must be seen to that it comes up once. */
    private List<Subscription> withPrefixes(
            List<Subscription> found, long accountId, String eventType, String subject, Set<Integer> lengths) {
        Map<Long, Subscription> all = new LinkedHashMap<>();
        found.forEach(s -> all.put(s.no(), s));
        for (int length : lengths) {
            if (length > subject.length()) {
                break;
            }
            byKey.getOrDefault(new Key(accountId, eventType, subject.substring(0, length), true), List.of())
                    .forEach(s -> all.put(s.no(), s));
        }
        return List.copyOf(all.values());
    }

    private static Set<Key> keys(Subscription s) {
        Set<Key> keys = new LinkedHashSet<>();
        for (String type : s.eventTypes()) {
            if (s.jobIds().isEmpty() && s.options().resourceIds().isEmpty()) {
                keys.add(new Key(s.accountId(), type, EVERY_JOB, false));
            }
            for (String job : s.jobIds()) {
                keys.add(new Key(s.accountId(), type, job, false));
            }
            for (String resource : s.options().resourceIds()) {
                boolean prefix = resource.endsWith(ANYTHING);
                String subject = prefix ? resource.substring(0, resource.length() - 1) : resource;
                keys.add(new Key(s.accountId(), type, subject, prefix));
            }
        }
        return keys;
    }

    private void add(Key key, Subscription subscription) {
        List<Subscription> there = byKey.getOrDefault(key, List.of());
        List<Subscription> others = without(there, subscription.no());
        if (others.size() == there.size()) {
            count(key, 1);
        }
        byKey.put(key, joined(others, List.of(subscription)));
    }

    private void drop(Key key, Subscription before) {
        List<Subscription> there = byKey.getOrDefault(key, List.of());
        List<Subscription> others = without(there, before.no());
        if (others.size() < there.size()) {
            count(key, -1);
        }
        if (others.isEmpty()) {
            byKey.remove(key);
        } else {
            byKey.put(key, others);
        }
    }

    private void count(Key key, int change) {
        if (key.eventType().endsWith(ANYTHING)) {
            count(prefixLengths, key.eventType().length() - 1, change);
        }
        if (key.prefix()) {
            Lengths of = new Lengths(key.accountId(), key.eventType());
            ConcurrentSkipListMap<Integer, Integer> lengths =
                    subjectPrefixLengths.computeIfAbsent(of, k -> new ConcurrentSkipListMap<>());
            count(lengths, key.subject().length(), change);
            if (lengths.isEmpty()) {
                subjectPrefixLengths.remove(of);
            }
        }
    }

    private static void count(ConcurrentSkipListMap<Integer, Integer> lengths, int length, int change) {
        lengths.merge(length, change, (n, more) -> n + more == 0 ? null : n + more);
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
