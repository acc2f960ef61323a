package dev.waystation.feed;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Time cut into buckets of one length, for counting. Buckets of a length are the same whatever span is asked for: one of
 * them begins on Monday, 2024-04-01, at midnight in UTC. The first bucket is the one that {@code since} is in; the last is
 * that of {@code until}, or of the end of the present unit if that is earlier, or of the last event if that is later still.
 */
final class TimeBuckets {

    /** The most buckets that an answer may have. */
    static final int MOST = 1000;

    /** The smallest number of units that a bucket can have. */
    static final double SHORTEST = 0.01;

    /** The longest bucket, a century; the times of longer ones could not be written. */
    private static final Duration LONGEST = Duration.ofDays(36_525);

    private static final Instant ORIGIN = Instant.parse("2024-04-01T00:00:00Z");
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'+00:00'");
    private static final DateTimeFormatter MICROS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'+00:00'");

    private final long length;
    private final long first;
    private final long last;
    private final Map<Long, Long> counts = new HashMap<>();

    TimeBuckets(TimeUnit unit, double interval, Instant since, Instant until, Instant now)
            throws InvalidCountException {
        double micros = interval * (unit.length.toNanos() / 1000);
        if (!(interval >= SHORTEST && micros <= LONGEST.toSeconds() * 1e6)) {
            throw new InvalidCountException("time_interval must be at least 0.01, and no longer than 100 years");
        }
        length = (long) Math.rint(micros);
        long from = micros(since);
        long to = micros(until);
        long buckets = -Math.floorDiv(from - to, length);
        if (buckets > MOST) {
            throw new InvalidCountException("That would make " + buckets + " buckets of time, at most " + MOST
                    + " are possible: take a longer interval or a shorter span");
        }
        first = Math.floorDiv(from, length);
        // What begins at the very end holds nothing that lies before it.
        last = Math.floorDiv((until.isAfter(now) ? micros(unit.end(now)) : to) - 1, length);
    }

    void count(Instant occurred) {
        counts.merge(Math.floorDiv(micros(occurred), length), 1L, Long::sum);
    }

    List<EventCount> counts() {
        long end = counts.keySet().stream().mapToLong(Long::longValue).reduce(last, Math::max);
        List<EventCount> all = new ArrayList<>();
        for (long bucket = first; bucket <= end; bucket++) {
            Instant start = instant(bucket * length);
            all.add(new EventCount(
                    Long.toString(bucket - first),
                    (start.getNano() == 0 ? SECONDS : MICROS).format(start.atOffset(ZoneOffset.UTC)),
                    counts.getOrDefault(bucket, 0L),
                    start,
                    instant((bucket + 1) * length - 1)));
        }
        return all;
    }

    private static long micros(Instant time) {
        return ChronoUnit.MICROS.between(ORIGIN, time);
    }

    private static Instant instant(long micros) {
        return ORIGIN.plus(micros, ChronoUnit.MICROS);
    }
}
