package dev.waystation.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.waystation.delivery.DeliveryStore;
import dev.waystation.delivery.StoreException;
import dev.waystation.event.Event;
import dev.waystation.event.RunEvent;
import dev.waystation.testing.ManualClock;
import dev.waystation.testing.RunEvents;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class StoreTest {

    @TempDir
    Path directory;

    private final ManualClock clock = ManualClock.at("2026-11-21T10:00:00Z");

    private Store open() {
        return Store.open("jdbc:h2:file:" + directory.resolve("store"), true, clock);
    }

    private static long query(Store store, String sql) {
        try (Connection connection = store.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static void change(Store store, String sql) {
        try (Connection connection = store.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private List<DeliveryStore.Accepted> accept(Store store, Event event) {
        return store.deliveries()
                .accept(
                        List.of(new DeliveryStore.NewEvent(event, List.of())),
                        clock.instant().plusSeconds(60));
    }

    @Test
    void a_store_is_opened_again_with_everything_that_was_in_it() {
        long version;
        try (Store first = open()) {
            accept(first, RunEvents.completed().id("evt-1").event(clock));
            version = query(first, "SELECT MAX(version) FROM schema_version");
        }
        try (Store second = open()) {
            assertThat(query(second, "SELECT COUNT(*) FROM event")).isEqualTo(1);
            assertThat(query(second, "SELECT MAX(version) FROM schema_version")).isEqualTo(version);
            assertThat(query(second, "SELECT COUNT(*) FROM schema_version")).isEqualTo(version);
            assertThat(accept(second, RunEvents.completed().id("evt-1").event(clock))
                            .get(0)
                            .duplicate())
                    .isTrue();
        }
    }

    @Test
    void a_store_of_a_newer_version_is_refused_and_left_as_it_is() {
        try (Store newer = open()) {
            change(newer, "INSERT INTO schema_version (version) VALUES (9999)");
        }
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(this::open)
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("newer Waystation")
                    .hasMessageContaining("9999");
        }
    }

    @Test
    void an_address_that_cannot_be_used_is_told() {
        assertThatThrownBy(() -> Store.open("jdbc:mysql://x/y", true, clock))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("waystation.store.url")
                .hasMessageContaining("jdbc:mysql://x/y");
    }

    @Test
    void a_file_that_is_no_store_is_told_and_left_as_it_is() throws Exception {
        Path file = Files.writeString(directory.resolve("store.mv.db"), "this is no database");
        Throwable failure = catchThrowable(this::open);
        assertThat(failure).isInstanceOf(StoreException.class).hasMessageContaining("cannot be opened");
        assertThat(file).hasContent("this is no database");
    }

    @Test
    void of_writes_that_share_a_transaction_a_bad_one_fails_alone() throws Exception {
        try (Store store = open()) {
            int good = 200;
            int bad = 10;
            ExecutorService threads = Executors.newFixedThreadPool(16);
            List<Callable<Boolean>> calls = new ArrayList<>();
            for (int i = 0; i < good + bad; i++) {
                boolean isBad = i % 21 == 20;
                RunEvent event = RunEvents.completed().id("evt-" + i).event(clock);
                calls.add(() -> {
                    try {
                        accept(store, isBad ? tooLarge(event) : event);
                        return true;
                    } catch (StoreException e) {
                        return false;
                    }
                });
            }
            int stored = 0;
            for (Future<Boolean> result : threads.invokeAll(calls)) {
                stored += result.get() ? 1 : 0;
            }
            threads.shutdown();
            assertThat(stored).isEqualTo(good);
            assertThat(query(store, "SELECT COUNT(*) FROM event")).isEqualTo(good);
        }
    }

    /** With a name that the column cannot hold. */
    private static Event tooLarge(RunEvent event) {
        return new RunEvent(
                event.accountId(),
                event.eventId(),
                "x".repeat(2_000_000),
                "9",
                "",
                event.runId(),
                event.runStatus(),
                event.environmentName(),
                event.projectName(),
                event.time(),
                event.body());
    }

    @Test
    void a_closed_store_says_so_and_stores_nothing() {
        Store store = open();
        store.close();
        assertThatThrownBy(() -> accept(store, RunEvents.completed().event(clock)))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void numbers_only_grow_also_when_the_clock_is_set_back() {
        Numbers numbers = new Numbers(clock, 0);
        long first = numbers.next(3);
        assertThat(numbers.next(1)).isEqualTo(first + 3);
        clock.advance(Duration.ofSeconds(1));
        long later = numbers.next(1);
        assertThat(later).isGreaterThan(first + 4);
        clock.set(Instant.parse("2025-01-01T00:00:00Z"));
        assertThat(numbers.next(1)).isEqualTo(later + 1);
        assertThat(new Numbers(clock, later + 1).next(1)).isEqualTo(later + 2);
    }

    @Test
    void a_number_tells_its_time_so_that_what_is_old_is_a_range() {
        Numbers numbers = new Numbers(clock, 0);
        long before = numbers.next(1);
        Instant cutoff = clock.advance(Duration.ofMillis(1));
        long after = numbers.next(1);
        assertThat(Numbers.firstAt(cutoff)).isGreaterThan(before).isLessThanOrEqualTo(after);
        assertThat(Numbers.timeOf(after)).isEqualTo(cutoff);
        assertThat(Numbers.firstAt(Instant.EPOCH)).isZero();
    }

    @Test
    void no_number_is_given_out_twice() throws Exception {
        Numbers numbers = new Numbers(clock, 0);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Callable<List<Long>>> calls = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            calls.add(() -> {
                List<Long> mine = new ArrayList<>();
                for (int i = 0; i < 5_000; i++) {
                    long first = numbers.next(2);
                    mine.add(first);
                    mine.add(first + 1);
                }
                return mine;
            });
        }
        Set<Long> all = new HashSet<>();
        for (Future<List<Long>> given : threads.invokeAll(calls)) {
            all.addAll(given.get());
        }
        threads.shutdown();
        assertThat(all).hasSize(4 * 5_000 * 2);
    }
}
