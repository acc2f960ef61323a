package dev.waystation.delivery;

import java.time.Duration;

/**
 * Limits of the lanes.
 *
 * @param concurrency attempts in flight to one subscription, at least 1
 * @param capacity deliveries of one subscription that wait in memory; the rest waits in the store
 * @param totalCapacity deliveries of all subscriptions together that wait in memory
 * @param attemptDeadline the longest time that an attempt takes
 * @param lease how long a claim holds; longer than the deadline
 */
public record LaneSettings(int concurrency, int capacity, int totalCapacity, Duration attemptDeadline, Duration lease) {

    public LaneSettings {
        if (concurrency < 1 || capacity < 1 || totalCapacity < capacity) {
            throw new IllegalArgumentException(
                    "concurrency and capacity are at least 1, and the total capacity is not less than a lane's");
        }
        if (lease.compareTo(attemptDeadline.plusSeconds(5)) < 0) {
            throw new IllegalArgumentException("the lease outlives the attempt's deadline by 5 s at least");
        }
    }

    /** With the given concurrency and deadline, and room for what a machine with 512 MB holds easily. */
    public static LaneSettings of(int concurrency, Duration attemptDeadline) {
        Duration lease = attemptDeadline.multipliedBy(3).plusSeconds(30);
        return new LaneSettings(
                concurrency,
                Math.max(1_000, 4 * concurrency),
                Math.max(20_000, 4 * concurrency),
                attemptDeadline,
                lease);
    }
}
