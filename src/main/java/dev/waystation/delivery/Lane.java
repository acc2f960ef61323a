package dev.waystation.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * The queue of one subscription: a few claimed deliveries in memory, and the knowledge whether the store holds more. It
 * has its own limit of attempts in flight, so that a hanging endpoint holds its own few connections and no others.
 *
 * <p>The limit adapts: it halves with each attempt that gets no answer and grows by one with each success. An endpoint that
 * hangs soon occupies a single thread and a single place in memory, whatever the setting allows.
 *
 * <p>State is guarded by the lane's own lock; nothing blocks while holding it.
 */
public final class Lane {

    /** So many seconds' worth of deliveries wait in memory where the rate is limited. */
    private static final int LIMITED_SECONDS_IN_MEMORY = 10;

    /** An endpoint that answers in less, in microseconds, is quick: a few deliveries may wait for one worker. */
    private static final long QUICK_MICROS = 3_000;

    private static final int WAITING_BEHIND_QUICK = 4;

    /** Kept in memory even of a slow lane: each look into the store costs more than a few deliveries. */
    private static final int LEAST_CAPACITY = 20;

    /** For how long, in milliseconds, the age of a long backlog is not asked for again. */
    private static final long OLDEST_KNOWN_MILLIS = 10_000;

    private static final long LONG_BACKLOG = 1_000;

    private final long subscriptionNo;
    private final String subscriptionId;
    private final LaneSettings settings;
    private final Room room;

    private final ArrayDeque<Delivery> ready = new ArrayDeque<>();
    private int reserved;
    private int inFlight;
    private int limit;
    private int most;
    private RateLimit rate;
    private LongSupplier millis = () -> 0;
    private long averageMicros = QUICK_MICROS;
    private boolean paused;
    private boolean backlog;
    private boolean claiming;
    private long nextDue = Long.MAX_VALUE;

    private final AtomicLong pending = new AtomicLong();

    private Instant oldest;
    private long oldestAskedAt = Long.MIN_VALUE / 2;

    Lane(long subscriptionNo, String subscriptionId, LaneSettings settings, Room room) {
        this.subscriptionNo = subscriptionNo;
        this.subscriptionId = subscriptionId;
        this.settings = settings;
        this.most = settings.concurrency();
        this.limit = most;
        this.room = room;
    }

    /** The room in memory that all lanes share. */
    static final class Room {
        private final AtomicLong left;

        Room(int total) {
            left = new AtomicLong(total);
        }

        boolean take() {
            if (left.decrementAndGet() >= 0) {
                return true;
            }
            left.incrementAndGet();
            return false;
        }

        void giveBack(int n) {
            left.addAndGet(n);
        }
    }

    /**
     * Takes over the subscription's own limits.
     *
     * @param concurrency attempts in flight at once; 0 for the setting
     * @param perSecond attempts that may begin in a second; 0 for no limit
     * @param clock tells milliseconds
     */
    synchronized void limit(int concurrency, int perSecond, LongSupplier clock) {
        int now = concurrency == 0 ? settings.concurrency() : concurrency;
        limit = limit == most ? now : Math.min(limit, now);
        most = now;
        millis = clock;
        if (perSecond == 0) {
            rate = null;
        } else if (rate == null || rate.perSecond() != perSecond) {
            rate = new RateLimit(perSecond);
        }
    }

    private boolean mayBegin() {
        return rate == null || rate.allows(millis.getAsLong());
    }

    /** The store's number of the subscription. */
    public long subscriptionNo() {
        return subscriptionNo;
    }

    /** {@code wsu_…}, for people. */
    public String subscriptionId() {
        return subscriptionId;
    }

    /** Deliveries owed: in memory, in flight and in the store. */
    public long pending() {
        return pending.get();
    }

    /** When the oldest was accepted, as {@code ask} says; of a long backlog what it said a short time ago. */
    Instant oldest(long nowMillis, java.util.function.Supplier<Instant> ask) {
        synchronized (pending) {
            if (pending.get() < LONG_BACKLOG || nowMillis - oldestAskedAt >= OLDEST_KNOWN_MILLIS) {
                oldest = ask.get();
                oldestAskedAt = nowMillis;
            }
            return oldest;
        }
    }

    /** Attempts that are running now. */
    public synchronized int inFlight() {
        return inFlight;
    }

    /** Attempts that may run at once now; the setting, or less after timeouts. */
    public synchronized int limit() {
        return limit;
    }

    /** Whether an operator has paused the lane. */
    public synchronized boolean isPaused() {
        return paused;
    }

    synchronized void paused(boolean value) {
        paused = value;
    }

    void addPending(long n) {
        pending.addAndGet(n);
    }

    /** Keeps a place in memory for a delivery that is about to be stored as claimed. */
    synchronized boolean reserve() {
        // Behind a backlog a new delivery must wait its turn in the store; a slow lane keeps few in memory.
        if (paused || backlog || nowInMemory() >= capacity() || !room.take()) {
            return false;
        }
        reserved++;
        return true;
    }

    /** Gives a kept place back. */
    synchronized void unreserve() {
        reserved--;
        room.giveBack(1);
    }

    /** Puts a delivery in the place that was kept for it. */
    synchronized void offerReserved(Delivery delivery) {
        reserved--;
        ready.add(delivery);
    }

    /** Notes that the store holds deliveries of this lane that are due now. */
    synchronized void backlog() {
        backlog = true;
    }

    /** Notes that a delivery of this lane will be due at that time. */
    synchronized void dueAt(Instant at) {
        nextDue = Math.min(nextDue, at.toEpochMilli());
    }

    /**
     * Takes a permit to run attempts, when there is something to run and the limit allows it.
     *
     * @param waiting whether a few deliveries may wait for a worker that is busy: where attempts take a millisecond, waking
     *     another thread costs more than it saves
     */
    synchronized boolean startWorker(boolean waiting) {
        if (paused || ready.isEmpty() || inFlight >= limit || !mayBegin()) {
            return false;
        }
        if (waiting && averageMicros < QUICK_MICROS && ready.size() <= inFlight * WAITING_BEHIND_QUICK) {
            return false;
        }
        inFlight++;
        return true;
    }

    /** Gives back a permit that could not be used. */
    synchronized void cancelWorker() {
        inFlight--;
    }

    /** The next delivery for a worker that holds a permit; null ends the worker and returns its permit. */
    synchronized Delivery next() {
        Delivery next = paused || inFlight > limit || !mayBegin() ? null : ready.poll();
        if (next == null) {
            inFlight--;
        } else {
            if (rate != null) {
                rate.begin(millis.getAsLong());
            }
            room.giveBack(1);
        }
        return next;
    }

    /** Whether deliveries should be claimed from the store now; marks the lane as being claimed for. */
    synchronized boolean startClaim(long nowMillis) {
        if (claiming || paused || !(backlog || nextDue <= nowMillis) || nowInMemory() > capacity() / 2) {
            return false;
        }
        claiming = true;
        // Cleared before the look into the store: what is stored from here on sets it again.
        backlog = false;
        nextDue = Long.MAX_VALUE;
        return true;
    }

    /** How many deliveries to claim, room for which is taken. */
    synchronized int roomForClaim() {
        int wanted = Math.max(0, capacity() - nowInMemory());
        int got = 0;
        while (got < wanted && room.take()) {
            got++;
        }
        return got;
    }

    /** Puts what was claimed into memory; {@code room} is what {@link #roomForClaim()} said. */
    synchronized void claimed(List<Delivery> deliveries, int roomTaken) {
        claiming = false;
        ready.addAll(deliveries);
        room.giveBack(roomTaken - deliveries.size());
        if (deliveries.size() == roomTaken) {
            backlog = true;
        }
    }

    /** After an attempt without an answer: fewer at once, down to one. */
    synchronized void slowDown() {
        averageMicros = Math.max(averageMicros, QUICK_MICROS);
        limit = Math.max(1, limit / 2);
    }

    /** After a success: one more at once, up to the setting. */
    synchronized void succeeded(Duration took) {
        averageMicros += (took.toNanos() / 1_000 - averageMicros) / 8;
        if (limit < most) {
            limit++;
        }
    }

    /** Takes everything out of memory, to give it back to the store. */
    synchronized List<Delivery> drain() {
        List<Delivery> all = new ArrayList<>(ready);
        ready.clear();
        room.giveBack(all.size());
        return all;
    }

    private int nowInMemory() {
        return ready.size() + reserved;
    }

    /** A lane that is slow keeps only as much in memory as it can use soon, well before the claims end. */
    private int capacity() {
        int full = rate == null
                ? settings.capacity()
                : Math.min(settings.capacity(), LIMITED_SECONDS_IN_MEMORY * rate.perSecond());
        return limit == most ? full : Math.min(full, Math.max(LEAST_CAPACITY, 2 * limit));
    }
}
