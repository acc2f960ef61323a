package dev.waystation.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "' 120 ', 120", "000060, 60", "999999999, 999999999"})
    void whole_seconds_count_from_now(String value, long seconds) {
        assertThat(RetryAfter.parse(value, NOW)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"99999999999", "99999999999999999999999999999999"})
    void more_seconds_than_any_cap_are_just_many(String value) {
        assertThat(RetryAfter.parse(value, NOW)).isGreaterThan(Duration.ofDays(365));
    }

    @Test
    void an_http_date_counts_from_now() {
        assertThat(RetryAfter.parse("Sat, 21 Nov 2026 10:02:00 GMT", NOW)).isEqualTo(Duration.ofMinutes(2));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                " ",
                "soon",
                "-1",
                "1.5",
                "10s",
                "+5",
                "Sat, 21 Nov 2026 10:00:00 GMT",
                "Fri, 20 Nov 2026 10:00:00 GMT",
                "Sat, 99 Nov 2026 10:00:00 GMT",
                "\u0661\u0662"
            })
    void what_is_missing_unreadable_or_past_asks_for_nothing(String value) {
        assertThat(RetryAfter.parse(value, NOW)).isNull();
    }
}
