package dev.waystation.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KsuidTest {

    @ParameterizedTest
    @CsvSource({
        "wev_2L6Z3l8uPedXKPq9D2nWbPIip7Z, 2023-01-31T19:28:15Z",
        "wev_2L6ZDoilyiWzKkSA59Gmc2d7FDD, 2023-01-31T19:29:35Z",
        "wev_2L6m5BggBw9uPNuSmtg4MUiW4Re, 2023-01-31T21:15:20Z",
        "wev_2QSUzWMSv40ow7s8n8TfVPVnYua, 2023-05-29T07:52:18Z",
    })
    void the_ids_of_dbt_clouds_own_events_tell_the_second_of_their_timestamp(String id, Instant second) {
        assertThat(Ksuid.secondsOf(id.substring(Ids.EVENT_PREFIX.length()))).isEqualTo(second.getEpochSecond());
    }

    @Test
    void an_id_is_27_characters_that_tell_its_second_and_holds_all_random_bits() {
        Instant time = Instant.parse("2026-11-21T10:20:30.999Z");
        assertThat(Ksuid.at(time, () -> 0)).hasSize(27);
        assertThat(Ksuid.secondsOf(Ksuid.at(time, () -> 0))).isEqualTo(time.getEpochSecond());
        assertThat(Ksuid.secondsOf(Ksuid.at(time, () -> -1))).isEqualTo(time.getEpochSecond());
        assertThat(Ksuid.at(Instant.ofEpochSecond(Ksuid.EPOCH_SECOND), () -> 0)).isEqualTo("0".repeat(27));
        assertThat(Ksuid.at(Instant.MAX, () -> -1)).isEqualTo("aWgEPTl1tmebfsQzFP4bxwgy80V");
        assertThat(Ksuid.at(Instant.EPOCH, () -> 0)).isEqualTo("0".repeat(27));
    }

    @Test
    void ids_sort_by_the_second_they_were_made_in() {
        Instant time = Instant.parse("2026-11-21T10:20:30Z");
        for (int i = 0; i < 1_000; i++) {
            String earlier = Ksuid.at(time.plusSeconds(i), () -> -1);
            String later = Ksuid.at(time.plusSeconds(i + 1), () -> 0);
            assertThat(earlier).isLessThan(later);
        }
    }

    @Test
    void ids_of_the_same_second_differ() {
        Clock clock = Clock.fixed(Instant.parse("2026-11-21T10:20:30Z"), ZoneOffset.UTC);
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            ids.add(Ksuid.next(clock));
        }
        assertThat(ids).hasSize(10_000);
    }

    @Test
    void ids_say_what_they_name() {
        assertThat(Ids.eventId(Instant.now())).matches("wev_[0-9A-Za-z]{27}");
        assertThat(Ids.subscriptionId(Instant.now())).matches("wsu_[0-9A-Za-z]{27}");
    }

    @Test
    void text_that_is_no_ksuid_is_refused() {
        assertThatThrownBy(() -> Ksuid.secondsOf("short")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Ksuid.secondsOf("2L6Z3l8uPedXKPq9D2nWbPIip7-"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Ksuid.secondsOf("z".repeat(27))).isInstanceOf(IllegalArgumentException.class);
    }
}
