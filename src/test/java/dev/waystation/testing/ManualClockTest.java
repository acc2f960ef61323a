package dev.waystation.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManualClockTest {
    private final ManualClock clock = ManualClock.at("2026-11-21T10:00:00Z");

    @Test
    void time_stands_still_until_it_is_turned() {
        assertThat(clock.instant()).isEqualTo(clock.instant());
        assertThat(clock.advance(Duration.ofSeconds(5))).isEqualTo("2026-11-21T10:00:05Z");
        assertThat(clock.instant()).isEqualTo("2026-11-21T10:00:05Z");
        clock.set(Instant.EPOCH);
        assertThat(clock.millis()).isZero();
        assertThatThrownBy(() -> clock.advance(Duration.ofNanos(-1))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whoever_listens_is_told_each_new_time_once_the_clock_shows_it() {
        List<Instant> told = new ArrayList<>();
        clock.onTurn(now -> {
            assertThat(clock.instant()).isEqualTo(now);
            told.add(now);
        });
        clock.advance(Duration.ofMinutes(1));
        clock.set(Instant.EPOCH);
        assertThat(told).containsExactly(Instant.parse("2026-11-21T10:01:00Z"), Instant.EPOCH);
    }

    @Test
    void turns_from_many_threads_all_count() throws Exception {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            threads.add(new Thread(() -> {
                for (int turn = 0; turn < 1_000; turn++) {
                    clock.advance(Duration.ofMillis(1));
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(clock.instant()).isEqualTo("2026-11-21T10:00:04Z");
    }

    @Test
    void the_same_clock_in_another_zone_turns_along() {
        Clock warsaw = clock.withZone(ZoneId.of("Europe/Warsaw"));
        clock.advance(Duration.ofHours(1));
        assertThat(warsaw.instant()).isEqualTo(clock.instant());
        assertThat(warsaw.getZone()).isEqualTo(ZoneId.of("Europe/Warsaw"));
    }
}
