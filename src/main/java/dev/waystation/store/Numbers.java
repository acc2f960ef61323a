package dev.waystation.store;

import java.time.Clock;
import java.time.Instant;

/**
 * Numbers for events and deliveries that only grow, across restarts too, without asking the database: milliseconds since
 * 2020 and a counter of 14 bits. That a number tells its time makes retention a range of primary keys. Safe for use by
 * several threads.
 */
final class Numbers {

    /** 2020-01-01T00:00:00Z in milliseconds since 1970. */
    private static final long ORIGIN = 1_577_836_800_000L;

    private static final int COUNTER_BITS = 14;

    private final Clock clock;
    private long last;

    /** @param last the largest number in use; clocks can have been set back since it was given out */
    Numbers(Clock clock, long last) {
        this.clock = clock;
        this.last = last;
    }

    /** The first of {@code count} numbers in a row. */
    synchronized long next(int count) {
        long now = firstAt(clock.instant());
        long first = Math.max(last + 1, now);
        last = first + count - 1;
        return first;
    }

    /** The smallest number that is given out at that time. */
    static long firstAt(Instant time) {
        return Math.max(0, time.toEpochMilli() - ORIGIN) << COUNTER_BITS;
    }

    /** When a number was given out, to the millisecond. */
    static Instant timeOf(long number) {
        return Instant.ofEpochMilli((number >> COUNTER_BITS) + ORIGIN);
    }
}
