package dev.waystation.invariant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waystation.delivery.Attempt;
import dev.waystation.delivery.Delivery;
import dev.waystation.delivery.DeliveryStore;
import dev.waystation.delivery.FinishedAttempt;
import dev.waystation.delivery.LaneSettings;
import dev.waystation.delivery.Outcome;
import dev.waystation.event.EventTypes;
import dev.waystation.store.Store;
import dev.waystation.subscription.Subscription;
import dev.waystation.subscription.SubscriptionHealth;
import dev.waystation.subscription.Subscriptions;
import dev.waystation.testing.Answer;
import dev.waystation.testing.Await;
import dev.waystation.testing.FaultyReceiver;
import dev.waystation.testing.GatewayClient;
import dev.waystation.testing.ManualClock;
import dev.waystation.testing.RunEvents;
import dev.waystation.testing.TestGateway;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whoever holds the lease of a delivery works on it, and nobody else; who has lost it can write nothing. */
@Timeout(120)
class AClaimIsFencedTest {

    private static final Duration LEASE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private final ManualClock clock = ManualClock.at("2026-11-21T10:00:00Z");
    private Store store;
    private DeliveryStore deliveries;
    private Subscription subscription;

    @BeforeEach
    void open() {
        store = Store.open("jdbc:h2:file:" + directory.resolve("store"), true, clock);
        deliveries = store.deliveries();
        subscription = new Subscriptions(store.subscriptions(), clock)
                .create(new Subscriptions.Draft(
                        1,
                        "hook",
                        "",
                        List.of("job.run.completed"),
                        List.of(),
                        Subscription.Destination.HTTP,
                        "http://127.0.0.1:9/",
                        true));
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void publish(int count) {
        List<DeliveryStore.NewEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(new DeliveryStore.NewEvent(
                    RunEvents.completed().event(clock), List.of(new DeliveryStore.Planned(subscription, false))));
        }
        deliveries.accept(events, clock.instant().plus(LEASE));
    }

    private List<Delivery> claim(int max) {
        Instant now = clock.instant();
        return deliveries.claim(subscription.no(), max, now, now.plus(LEASE));
    }

    private boolean finish(Delivery delivery, Attempt attempt, Outcome outcome) {
        CompletableFuture<Boolean> stored = new CompletableFuture<>();
        FinishedAttempt finished =
                new FinishedAttempt(delivery, delivery.attemptsMade() + 1, attempt, outcome, SubscriptionHealth.NEW);
        deliveries.finish(finished, stored::complete);
        try {
            return stored.get(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("the store tells how a write ended", e);
        }
    }

    private boolean succeed(Delivery delivery) {
        return finish(delivery, Attempt.accepted(clock.instant(), Duration.ZERO), new Outcome.Succeeded());
    }

    private boolean fail(Delivery delivery, Instant again) {
        Attempt failed = Attempt.failed(
                clock.instant(), Duration.ZERO, dev.waystation.delivery.AttemptError.TIMEOUT, "too late");
        return finish(delivery, failed, new Outcome.Redeliver(again));
    }

    private long query(String sql) {
        try (Connection connection = store.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void what_one_has_claimed_another_does_not_get_before_the_lease_ends() {
        publish(10);
        List<Delivery> first = claim(6);
        List<Delivery> second = claim(6);
        assertThat(first).hasSize(6);
        assertThat(second).hasSize(4);
        assertThat(first)
                .extracting(Delivery::no)
                .doesNotContainAnyElementsOf(second.stream().map(Delivery::no).toList());
        clock.advance(LEASE.minusMillis(1));
        assertThat(claim(10)).isEmpty();
        clock.advance(Duration.ofMillis(1));
        assertThat(claim(10)).hasSize(10);
    }

    /** When a delivery was claimed, and until when nobody else may have it. */
    private record Held(Instant from, Instant until) {}

    @Test
    void many_who_claim_at_once_while_leases_end_never_work_on_the_same_delivery_under_a_valid_lease()
            throws Exception {
        int count = 200;
        publish(count);
        Map<Long, Queue<Held>> held = new ConcurrentHashMap<>();
        Map<Long, AtomicInteger> finals = new ConcurrentHashMap<>();
        List<Thread> workers = new ArrayList<>();
        for (int w = 0; w < 4; w++) {
            boolean slow = w == 0;
            workers.add(new Thread(() -> {
                for (int round = 0; round < 200 && finals.size() < count; round++) {
                    Instant now = clock.instant();
                    for (Delivery d : deliveries.claim(subscription.no(), 7, now, now.plus(LEASE))) {
                        held.computeIfAbsent(d.no(), n -> new ConcurrentLinkedQueue<>())
                                .add(new Held(now, d.leaseUntil()));
                        if (slow) {
                            // Sleeps over its leases, as a process that was suspended does.
                            clock.advance(LEASE.plusSeconds(1));
                        }
                        if (succeed(d)) {
                            finals.computeIfAbsent(d.no(), n -> new AtomicInteger())
                                    .incrementAndGet();
                        }
                    }
                }
            }));
        }
        workers.forEach(Thread::start);
        for (Thread worker : workers) {
            worker.join();
        }
        // Sorted afterwards, because threads note their claims later than they get them.
        held.forEach((no, claims) -> {
            List<Held> inOrder =
                    claims.stream().sorted(Comparator.comparing(Held::from)).toList();
            for (int i = 1; i < inOrder.size(); i++) {
                assertThat(inOrder.get(i).from())
                        .as("the next claim of %s", no)
                        .isAfterOrEqualTo(inOrder.get(i - 1).until());
            }
        });
        assertThat(finals).hasSize(count);
        assertThat(finals.values()).allMatch(times -> times.get() == 1);
        assertThat(query("SELECT COUNT(*) FROM delivery WHERE status = 1 AND attempts = 1"))
                .isEqualTo(count);
        assertThat(query("SELECT COUNT(*) FROM attempt"))
                .as("one attempt in the log for each")
                .isEqualTo(count);
    }

    @Test
    void a_final_write_with_a_lost_lease_changes_nothing() {
        publish(1);
        Delivery lost = claim(1).get(0);
        clock.advance(LEASE);
        Delivery held = claim(1).get(0);
        assertThat(held.no()).isEqualTo(lost.no());
        assertThat(held.lease()).isNotEqualTo(lost.lease());

        assertThat(fail(lost, clock.instant().plusSeconds(5))).isFalse();
        assertThat(succeed(lost)).isFalse();
        deliveries.release(List.of(lost));
        deliveries.abandon(lost);
        assertThat(deliveries.renew(lost, clock.instant().plus(Duration.ofDays(1))))
                .isFalse();

        assertThat(query("SELECT COUNT(*) FROM delivery WHERE status = 0 AND attempts = 0 AND lease = " + held.lease()))
                .isEqualTo(1);
        assertThat(query("SELECT COUNT(*) FROM attempt")).isZero();
        assertThat(claim(1)).as("still held").isEmpty();
    }

    @Test
    void whoever_holds_the_lease_is_not_hindered_by_one_who_lost_it() {
        publish(1);
        Delivery lost = claim(1).get(0);
        clock.advance(LEASE);
        Delivery held = claim(1).get(0);
        // Both were at attempt 1: the log has room for the one that counts.
        assertThat(fail(lost, clock.instant().plusSeconds(5))).isFalse();
        assertThat(succeed(held)).isTrue();
        assertThat(succeed(lost)).isFalse();
        assertThat(query("SELECT COUNT(*) FROM delivery WHERE status = 1 AND attempts = 1"))
                .isEqualTo(1);
        assertThat(query("SELECT COUNT(*) FROM attempt WHERE status = 200")).isEqualTo(1);
        clock.advance(Duration.ofDays(1));
        assertThat(claim(1)).isEmpty();
    }

    @Test
    void a_finished_delivery_cannot_be_finished_again() {
        publish(1);
        Delivery delivery = claim(1).get(0);
        assertThat(succeed(delivery)).isTrue();
        assertThat(fail(delivery, clock.instant())).isFalse();
        deliveries.release(List.of(delivery));
        clock.advance(Duration.ofDays(1));
        assertThat(claim(1)).isEmpty();
        assertThat(deliveries.backlog(subscription.no()).pending()).isZero();
    }

    @Test
    void a_lease_that_was_prolonged_holds_until_its_new_end() {
        publish(1);
        Delivery delivery = claim(1).get(0);
        clock.advance(LEASE.minusSeconds(1));
        Instant until = clock.instant().plus(LEASE);
        assertThat(deliveries.renew(delivery, until)).isTrue();
        clock.advance(LEASE.minusMillis(1));
        assertThat(claim(1)).isEmpty();
        assertThat(succeed(delivery.leasedUntil(until))).isTrue();
    }

    @Test
    void what_is_given_back_is_due_at_once_with_its_attempts_counted() {
        publish(2);
        List<Delivery> claimed = claim(2);
        Instant again = clock.instant().plusSeconds(5);
        assertThat(fail(claimed.get(0), again)).isTrue();
        deliveries.release(List.of(claimed.get(1)));
        assertThat(claim(5))
                .extracting(Delivery::no)
                .containsExactly(claimed.get(1).no());
        clock.advance(Duration.ofSeconds(5));
        assertThat(claim(5)).singleElement().satisfies(d -> {
            assertThat(d.no()).isEqualTo(claimed.get(0).no());
            assertThat(d.attemptsMade()).isEqualTo(1);
            assertThat(d.eventId()).isEqualTo(claimed.get(0).eventId());
            assertThat(d.body()).isEqualTo(claimed.get(0).body());
        });
    }

    @Test
    void an_event_is_stored_with_the_claims_of_whoever_stored_it() {
        DeliveryStore.Planned mine = new DeliveryStore.Planned(subscription, true);
        DeliveryStore.Planned later = new DeliveryStore.Planned(subscription, false);
        DeliveryStore.Accepted accepted = deliveries
                .accept(
                        List.of(new DeliveryStore.NewEvent(RunEvents.completed().event(clock), List.of(mine, later))),
                        clock.instant().plus(LEASE))
                .get(0);
        assertThat(accepted.fanOut()).isEqualTo(2);
        assertThat(accepted.claimed()).hasSize(1);
        assertThat(claim(5))
                .extracting(Delivery::no)
                .doesNotContain(accepted.claimed().get(0).no())
                .hasSize(1);
        assertThat(succeed(accepted.claimed().get(0))).isTrue();
    }

    @Test
    void a_start_takes_up_at_once_what_an_earlier_process_had_claimed() {
        publish(3);
        assertThat(claim(3)).hasSize(3);
        Instant now = clock.instant();
        deliveries.releaseClaimsOfEarlierProcess(subscription.no(), now, now.plus(LEASE));
        assertThat(claim(3)).hasSize(3);
    }

    @Test
    void the_lease_outlives_the_deadline_whatever_that_is_set_to() {
        Map<Duration, Duration> leases = new HashMap<>();
        for (Duration deadline : List.of(Duration.ofMillis(1), Duration.ofSeconds(10), Duration.ofHours(1))) {
            leases.put(deadline, LaneSettings.of(10, deadline).lease());
        }
        assertThat(leases)
                .allSatisfy((deadline, lease) -> assertThat(lease).isGreaterThanOrEqualTo(deadline.plusSeconds(5)));
    }

    @Test
    void no_transaction_is_open_during_an_http_call() {
        // The receiver is closed first, which ends the attempt that hangs.
        try (TestGateway gateway =
                        gateway().with("waystation.delivery.timeout", "60s").start();
                FaultyReceiver receiver = FaultyReceiver.start()) {
            receiver.on("/hook", Answer.hang());
            gateway.client().subscribe("hook", receiver.uri("/hook"), EventTypes.COMPLETED);
            gateway.client().publish(RunEvents.completed());
            receiver.awaitRequests("/hook", 1, Await.SOON);
            Await.until(
                    "no session has uncommitted work",
                    () -> gateway.query(
                                    "SELECT COUNT(*) FROM INFORMATION_SCHEMA.SESSIONS WHERE CONTAINS_UNCOMMITTED = TRUE")
                            == 0);
            assertThat(gateway.client().meter("waystation_in_flight")).isEqualTo(1);
        }
    }

    @Test
    void what_waited_in_memory_for_longer_than_its_lease_is_made_once() {
        try (FaultyReceiver receiver = FaultyReceiver.start();
                TestGateway gateway = gateway()
                        .with("waystation.delivery.lane-concurrency", 1)
                        .start()) {
            receiver.on("/hook", Answer.status(200).after(Duration.ofMillis(500)), Answer.status(200));
            gateway.client().subscribe("hook", receiver.uri("/hook"), EventTypes.COMPLETED);
            List<RunEvents> events = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                events.add(RunEvents.completed().id("evt-" + i));
            }
            gateway.client().publishAll(RunEvents.array(events));
            receiver.awaitRequests("/hook", 1, Await.SOON);
            clock.advance(Duration.ofHours(1));
            receiver.awaitRequests("/hook", 20, Await.SOON);
            gateway.client().awaitNothingOwed(Await.SOON);
            assertThat(receiver.ledger().arrivals("/hook")).hasSize(20);
            assertThat(receiver.ledger().duplicates("/hook")).isZero();
        }
    }

    @Test
    void an_attempt_that_outlives_its_lease_is_made_again_and_counts_once() {
        try (FaultyReceiver receiver = FaultyReceiver.start();
                TestGateway gateway = gateway().start()) {
            receiver.on("/hook", Answer.status(500).after(Duration.ofMillis(800)), Answer.status(200));
            GatewayClient.Subscriber hook =
                    gateway.client().subscribe("hook", receiver.uri("/hook"), EventTypes.COMPLETED);
            gateway.client().publish(RunEvents.completed().id("evt-1"));
            receiver.awaitRequests("/hook", 1, Await.SOON);
            clock.advance(Duration.ofHours(1));
            Subscription lane =
                    gateway.gateway().subscriptions().find(1, hook.id()).orElseThrow();
            // Has the lane look into the store, where the lease is over.
            gateway.gateway().lanes().resume(lane);
            receiver.awaitRequests("/hook", 2, Await.SOON);
            gateway.awaitAttempts(2);
            gateway.client().awaitNothingOwed(Await.SOON);
            assertThat(gateway.query("SELECT COUNT(*) FROM delivery WHERE status = 1 AND attempts = 1"))
                    .isEqualTo(1);
            assertThat(gateway.query("SELECT COUNT(*) FROM attempt")).isEqualTo(1);
        }
    }

    private TestGateway.Setup gateway() {
        return TestGateway.in(directory.resolve("gateway")).clock(clock).with("waystation.shutdown.timeout", "1s");
    }
}
