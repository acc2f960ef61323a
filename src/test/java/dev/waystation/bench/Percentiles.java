package dev.waystation.bench;

import java.util.Arrays;

/** The middle and the tail of many times, in milliseconds; NaN when there were none. */
record Percentiles(double p50, double p95, double p99) {

    /** Sorts the first {@code n} of {@code nanos} in place. */
    static Percentiles of(long[] nanos, int n) {
        Arrays.sort(nanos, 0, n);
        return new Percentiles(at(nanos, n, 0.50), at(nanos, n, 0.95), at(nanos, n, 0.99));
    }

    private static double at(long[] sorted, int n, double share) {
        return n == 0 ? Double.NaN : sorted[(int) Math.min(n - 1L, (long) Math.ceil(share * n) - 1)] / 1e6;
    }
}
