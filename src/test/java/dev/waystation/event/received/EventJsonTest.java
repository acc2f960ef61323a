package dev.waystation.event.received;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How an event's times are written. */
class EventJsonTest {

    @ParameterizedTest
    @CsvSource({
        "2026-02-03T04:05:06Z,             2026-02-03T04:05:06Z",
        "2026-12-31T23:59:59.999999Z,      2026-12-31T23:59:59.999999Z",
        "2026-02-03T04:05:06.000007Z,      2026-02-03T04:05:06.000007Z",
        "2026-02-03T04:05:06.5Z,           2026-02-03T04:05:06.500000Z",
        "1969-12-31T23:59:59.25Z,          1969-12-31T23:59:59.250000Z",
        "0001-01-01T00:00:00Z,             0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999999Z,      9999-12-31T23:59:59.999999Z",
        "+10000-01-01T00:00:00Z,           +10000-01-01T00:00:00Z",
    })
    void times_have_six_digits_of_a_second_or_none_and_a_Z(Instant time, String written) {
        assertThat(EventJson.time(time)).isEqualTo(written);
    }
}
