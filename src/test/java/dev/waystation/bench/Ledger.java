package dev.waystation.bench;

/**
 * What happened to each event of one round: when its request started, when it was accepted, when each of its deliveries
 * arrived. Everything is allocated beforehand. Times are {@link System#nanoTime()}, 0 for never.
 *
 * <p>One thread publishes and one receives; a third may read the counters at any time, and the times after both are done.
 */
final class Ledger {

    private final int first;
    private final int capacity;
    private final int fanOut;
    private final long[] sent;
    private final long[] accepted;
    private final long[] arrived;

    private volatile int published;
    private volatile int acceptedCount;
    private volatile int refusedCount;
    private volatile int arrivedCount;
    private volatile long lastArrival;

    /**
     * @param first the number of the round's first event
     * @param capacity the most events that the round can have
     * @param fanOut the deliveries that are counted for each event
     */
    Ledger(int first, int capacity, int fanOut) {
        this.first = first;
        this.capacity = capacity;
        this.fanOut = fanOut;
        this.sent = new long[capacity];
        this.accepted = new long[capacity];
        this.arrived = new long[Math.multiplyExact(capacity, fanOut)];
    }

    /** The number of the next event, or -1 when there is no room for more. */
    int next() {
        int index = published;
        if (index == capacity) {
            return -1;
        }
        publishedCount(index + 1);
        return first + index;
    }

    private void publishedCount(int value) {
        published = value;
    }

    void sent(int number, long nanos) {
        sent[number - first] = nanos;
    }

    void accepted(int number, long nanos) {
        accepted[number - first] = nanos;
        acceptedCount(acceptedCount + 1);
    }

    void refused() {
        refusedCount(refusedCount + 1);
    }

    /** Called by the receiver. False when it came before, or belongs to another round. */
    boolean arrived(int lane, int number, long nanos) {
        int index = number - first;
        if (index < 0 || index >= capacity || lane < 0 || lane >= fanOut || arrived[index * fanOut + lane] != 0) {
            return false;
        }
        arrived[index * fanOut + lane] = nanos;
        lastArrival = nanos;
        arrivedCount(arrivedCount + 1);
        return true;
    }

    // Each counter has a single writer, so that reading it and writing one more loses nothing.

    private void acceptedCount(int value) {
        acceptedCount = value;
    }

    private void refusedCount(int value) {
        refusedCount = value;
    }

    private void arrivedCount(int value) {
        arrivedCount = value;
    }

    int published() {
        return published;
    }

    int acceptedCount() {
        return acceptedCount;
    }

    int refusedCount() {
        return refusedCount;
    }

    int arrivedCount() {
        return arrivedCount;
    }

    /** Deliveries still to come for what was accepted. */
    int outstanding() {
        return acceptedCount * fanOut - arrivedCount;
    }

    int fanOut() {
        return fanOut;
    }

    /** When the first request started. */
    long firstSent() {
        return published == 0 ? 0 : sent[0];
    }

    /** When the latest delivery arrived. */
    long lastArrival() {
        return lastArrival;
    }

    /** Deliveries of accepted events that have not arrived. Unlike {@link #outstanding()}, exact whatever was refused. */
    int lost() {
        int lost = 0;
        for (int i = 0; i < published; i++) {
            for (int lane = 0; lane < fanOut && accepted[i] != 0; lane++) {
                lost += arrived[i * fanOut + lane] == 0 ? 1 : 0;
            }
        }
        return lost;
    }

    /** From the start of a request to its answer, in nanoseconds, of all accepted events. */
    Percentiles acceptTimes() {
        long[] times = new long[acceptedCount];
        int n = 0;
        for (int i = 0; i < published; i++) {
            if (accepted[i] != 0) {
                times[n++] = accepted[i] - sent[i];
            }
        }
        return Percentiles.of(times, n);
    }

    /** From the start of a request to the arrival of a delivery, in nanoseconds, of all deliveries. */
    Percentiles endToEndTimes() {
        long[] times = new long[arrivedCount];
        int n = 0;
        for (int i = 0; i < published; i++) {
            for (int lane = 0; lane < fanOut; lane++) {
                long at = arrived[i * fanOut + lane];
                if (at != 0 && n < times.length) {
                    times[n++] = at - sent[i];
                }
            }
        }
        return Percentiles.of(times, n);
    }
}
