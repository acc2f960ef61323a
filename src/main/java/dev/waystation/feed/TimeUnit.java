package dev.waystation.feed;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;
import java.util.Optional;

/** A unit for the length of a bucket. Days and weeks are those of UTC; a week begins on Monday. */
public enum TimeUnit {
    WEEK(Duration.ofDays(7)),
    DAY(Duration.ofDays(1)),
    HOUR(Duration.ofHours(1)),
    MINUTE(Duration.ofMinutes(1)),
    SECOND(Duration.ofSeconds(1));

    /** How long it is. */
    final Duration length;

    TimeUnit(Duration length) {
        this.length = length;
    }

    /** The one of that name, as it is in the API: in lower case. */
    public static Optional<TimeUnit> named(String name) {
        for (TimeUnit unit : values()) {
            if (unit.name().toLowerCase(Locale.ROOT).equals(name)) {
                return Optional.of(unit);
            }
        }
        return Optional.empty();
    }

    /** When the unit in which a time lies is over. */
    Instant end(Instant time) {
        Instant start =
                switch (this) {
                    case WEEK ->
                        LocalDate.ofInstant(time, ZoneOffset.UTC)
                                .with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
                                .atStartOfDay()
                                .toInstant(ZoneOffset.UTC);
                    case DAY -> time.truncatedTo(ChronoUnit.DAYS);
                    case HOUR -> time.truncatedTo(ChronoUnit.HOURS);
                    case MINUTE -> time.truncatedTo(ChronoUnit.MINUTES);
                    case SECOND -> time.truncatedTo(ChronoUnit.SECONDS);
                };
        return start.plus(length);
    }
}
