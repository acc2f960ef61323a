package dev.waystation.feed;

import java.time.Instant;

/**
 * How many events are in one bucket.
 *
 * @param value by time: the bucket's place in the answer, from 0; by event: the name; by resource: the resource's id
 * @param label by time: when the bucket begins, as {@code 2026-02-03T00:00:00+00:00}; by event: the name; by resource: the
 *     {@code prefect.resource.name} or else {@code prefect.name} of its latest event, or else its id
 * @param count how many
 * @param startTime when the bucket begins, or when the first of the events occurred
 * @param endTime the bucket's last microsecond, or when the last of the events occurred
 */
public record EventCount(String value, String label, long count, Instant startTime, Instant endTime) {}
