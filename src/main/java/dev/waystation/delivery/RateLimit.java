package dev.waystation.delivery;

import java.util.Arrays;

/**
 * Lets so many attempts begin in any one second and no more, wherever the second begins: it remembers the last so many
 * beginnings. Guarded by its lane.
 */
final class RateLimit {

    private static final long SECOND = 1_000;

    private final long[] begun;
    private int oldest;

    /** @param perSecond at least 1 */
    RateLimit(int perSecond) {
        begun = new long[perSecond];
        Arrays.fill(begun, Long.MIN_VALUE / 2);
    }

    int perSecond() {
        return begun.length;
    }

    /** Whether an attempt may begin now; milliseconds of the clock. */
    boolean allows(long now) {
        long since = now - begun[oldest];
        // Negative after the clock was set back: then what was is no measure.
        return since >= SECOND || since < 0;
    }

    /** Notes that one begins. */
    void begin(long now) {
        begun[oldest] = now;
        oldest = (oldest + 1) % begun.length;
    }
}
