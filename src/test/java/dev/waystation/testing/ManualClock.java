package dev.waystation.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * A clock that stands still until a test turns it. Safe for use by any number of threads: whoever reads it after
 * {@link #advance} has returned sees the new time.
 */
public final class ManualClock extends Clock {
    private final AtomicReference<Instant> time;
    private final List<Consumer<Instant>> listeners;
    private final ZoneId zone;

    private ManualClock(AtomicReference<Instant> time, List<Consumer<Instant>> listeners, ZoneId zone) {
        this.time = time;
        this.listeners = listeners;
        this.zone = zone;
    }

    /** A clock that stands at a time, in UTC. */
    public static ManualClock at(Instant time) {
        return new ManualClock(new AtomicReference<>(time), new CopyOnWriteArrayList<>(), ZoneOffset.UTC);
    }

    /** A clock that stands at a time in RFC 3339, in UTC. */
    public static ManualClock at(String time) {
        return at(Instant.parse(time));
    }

    /**
     * Turns the clock forward, then tells the listeners, one after the other, on this thread.
     *
     * @return the new time
     * @throws IllegalArgumentException if the duration is negative; {@link #set} turns the clock back
     */
    public Instant advance(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException("a clock advances forward, not by " + by);
        }
        Instant now = time.updateAndGet(t -> t.plus(by));
        listeners.forEach(listener -> listener.accept(now));
        return now;
    }

    /** Sets the clock to a time, also an earlier one, then tells the listeners as {@link #advance} does. */
    public void set(Instant to) {
        time.set(to);
        listeners.forEach(listener -> listener.accept(to));
    }

    /** Adds one who is told the new time whenever the clock was turned. */
    public void onTurn(Consumer<Instant> listener) {
        listeners.add(listener);
    }

    /** Removes one who was added. */
    public void removeOnTurn(Consumer<Instant> listener) {
        listeners.remove(listener);
    }

    @Override
    public Instant instant() {
        return time.get();
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    /** The same clock, which shows another zone: turning either turns both. */
    @Override
    public ManualClock withZone(ZoneId other) {
        return new ManualClock(time, listeners, other);
    }
}
