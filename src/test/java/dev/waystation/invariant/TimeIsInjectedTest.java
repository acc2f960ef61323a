package dev.waystation.invariant;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.waystation.delivery.FinishedAttempt;
import dev.waystation.delivery.Outcome;
import dev.waystation.event.EventTypes;
import dev.waystation.testing.Answer;
import dev.waystation.testing.Await;
import dev.waystation.testing.FaultyReceiver;
import dev.waystation.testing.GatewayClient;
import dev.waystation.testing.GatewayClient.Subscriber;
import dev.waystation.testing.ManualClock;
import dev.waystation.testing.RunEvents;
import dev.waystation.testing.TestGateway;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Everything that happens later happens by the injected clock: here it is turned by hand, and days pass in a moment. */
@Timeout(120)
class TimeIsInjectedTest {

    private static final List<Duration> SHIPPED_DELAYS = List.of(
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            Duration.ofMinutes(10),
            Duration.ofHours(1));

    @TempDir
    Path data;

    private final ManualClock clock = ManualClock.at("2026-11-21T10:00:00Z");
    private final FaultyReceiver receiver = FaultyReceiver.start();
    private TestGateway gateway;
    private GatewayClient client;

    @AfterEach
    void close() {
        receiver.close();
        if (gateway != null) {
            gateway.close();
        }
    }

    private TestGateway.Setup setup() {
        return TestGateway.in(data).clock(clock);
    }

    private void start(TestGateway.Setup setup) {
        gateway = setup.start();
        client = gateway.client();
    }

    /** Waits for the n-th attempt and its place in the store. */
    private FinishedAttempt attempt(int n) {
        FinishedAttempt attempt = gateway.awaitAttempts(n).get(n - 1);
        Await.until(
                "the attempt is stored",
                () -> gateway.query("SELECT COUNT(*) FROM delivery WHERE no = "
                                + attempt.delivery().no() + " AND lease IS NULL AND attempts >= " + attempt.number())
                        == 1);
        return attempt;
    }

    /** How long after an attempt the next one is due. */
    private Duration delayAfter(FinishedAttempt attempt) {
        assertThat(attempt.outcome()).isInstanceOf(Outcome.Redeliver.class);
        return Duration.between(attempt.attempt().startedAt(), ((Outcome.Redeliver) attempt.outcome()).at());
    }

    private int code(Subscriber subscriber) {
        return client.subscription(subscriber).get("http_status_code").asInt();
    }

    @Test
    void five_redeliveries_follow_the_shipped_delays_within_the_jitter_and_then_it_failed_for_good() {
        start(setup());
        receiver.on("/down", Answer.status(500));
        Subscriber down = client.subscribe("down", receiver.uri("/down"), EventTypes.COMPLETED);
        client.publish(RunEvents.completed());
        for (int i = 0; i < SHIPPED_DELAYS.size(); i++) {
            FinishedAttempt attempt = attempt(i + 1);
            assertThat(attempt.number()).isEqualTo(i + 1);
            Duration delay = delayAfter(attempt);
            long shipped = SHIPPED_DELAYS.get(i).toMillis();
            assertThat(delay.toMillis()).isBetween(shipped * 85 / 100, shipped * 115 / 100 + 1);
            clock.advance(delay);
        }
        assertThat(attempt(6).outcome()).isInstanceOf(Outcome.Failed.class);
        client.awaitNothingOwed(Await.SOON);
        clock.advance(Duration.ofDays(1));
        client.subscribe("up", receiver.uri("/up"), EventTypes.STARTED);
        client.publish(RunEvents.started());
        receiver.awaitRequests("/up", 1, Await.SOON);
        assertThat(receiver.requests("/down")).hasSize(6);
        assertThat(code(down)).isEqualTo(500);
        assertThat(client.meter("waystation_attempts_total", "redeliver")).isEqualTo(5);
        assertThat(client.meter("waystation_attempts_total", "failed")).isEqualTo(1);
        assertThat(client.meter("waystation_attempts_total", "succeeded")).isEqualTo(1);
        Await.until("all is stored", () -> gateway.query("SELECT COUNT(*) FROM attempt") == 7);
    }

    @Test
    void nothing_is_attempted_before_its_time() {
        start(setup().withDelays(60_000));
        receiver.on("/down", Answer.statuses(500, 200));
        client.subscribe("down", receiver.uri("/down"), EventTypes.COMPLETED);
        client.subscribe("up", receiver.uri("/up"), EventTypes.STARTED);
        client.publish(RunEvents.completed());
        attempt(1);
        clock.advance(Duration.ofMillis(59_999));
        client.publish(RunEvents.started());
        receiver.awaitRequests("/up", 1, Await.SOON);
        assertThat(receiver.requests("/down")).hasSize(1);
        clock.advance(Duration.ofMillis(1));
        receiver.awaitRequests("/down", 2, Await.SOON);
        client.awaitNothingOwed(Await.SOON);
    }

    @Test
    void retry_after_in_seconds_is_honoured_on_429_and_503() {
        start(setup().withDelays(5_000, 5_000, 5_000));
        receiver.on("/hook", Answer.retryAfter(429, "120"), Answer.retryAfter(503, "240"), Answer.retryAfter(503, "1"));
        client.subscribe("hook", receiver.uri("/hook"), EventTypes.COMPLETED);
        client.publish(RunEvents.completed());
        assertThat(delayAfter(attempt(1))).isEqualTo(Duration.ofSeconds(120));
        clock.advance(Duration.ofSeconds(120));
        assertThat(delayAfter(attempt(2))).isEqualTo(Duration.ofSeconds(240));
        clock.advance(Duration.ofSeconds(240));
        assertThat(delayAfter(attempt(3))).as("never sooner than the schedule").isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void retry_after_as_a_date_is_honoured_by_the_injected_clock() {
        start(setup().withDelays(5_000, 5_000));
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                clock.instant().plusSeconds(600).atOffset(ZoneOffset.UTC));
        String past = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                clock.instant().minusSeconds(600).atOffset(ZoneOffset.UTC));
        receiver.on("/hook", Answer.retryAfter(503, date), Answer.retryAfter(429, past));
        client.subscribe("hook", receiver.uri("/hook"), EventTypes.COMPLETED);
        client.publish(RunEvents.completed());
        assertThat(delayAfter(attempt(1))).isEqualTo(Duration.ofSeconds(600));
        clock.advance(Duration.ofSeconds(600));
        assertThat(delayAfter(attempt(2))).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void retry_after_is_capped_and_is_ignored_on_other_statuses() {
        start(setup().withDelays(5_000, 5_000, 5_000).with("waystation.delivery.maximum-retry-after", "10m"));
        receiver.on(
                "/hook",
                Answer.retryAfter(429, "999999999999"),
                Answer.retryAfter(500, "120"),
                Answer.retryAfter(503, "soon"));
        client.subscribe("hook", receiver.uri("/hook"), EventTypes.COMPLETED);
        client.publish(RunEvents.completed());
        assertThat(delayAfter(attempt(1))).isEqualTo(Duration.ofMinutes(10));
        clock.advance(Duration.ofMinutes(10));
        assertThat(delayAfter(attempt(2))).isEqualTo(Duration.ofSeconds(5));
        clock.advance(Duration.ofSeconds(5));
        assertThat(delayAfter(attempt(3))).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void gone_switches_the_subscription_off_at_once_with_a_reason_and_nothing_more_is_attempted() {
        start(setup().withDelays(1_000));
        receiver.on("/gone", Answer.status(410));
        Subscriber gone = client.subscribe("gone", receiver.uri("/gone"), EventTypes.COMPLETED);
        client.publish(RunEvents.completed());
        assertThat(attempt(1).outcome()).isInstanceOf(Outcome.Failed.class);
        Await.until("it is off", () -> !client.subscription(gone).get("active").asBoolean());
        assertThat(client.subscription(gone).get("deactivate_reason").asText()).contains("410");
        assertThat(client.publish(RunEvents.completed()).deliveries()).isZero();
        clock.advance(Duration.ofDays(1));
        client.subscribe("up", receiver.uri("/up"), EventTypes.COMPLETED);
        client.publish(RunEvents.completed());
        receiver.awaitRequests("/up", 1, Await.SOON);
        assertThat(receiver.requests("/gone")).hasSize(1);
        client.awaitNothingOwed(Await.SOON);
    }

    @Test
    void what_was_owed_to_a_subscription_that_is_switched_off_waits_without_being_attempted() {
        start(setup().withDelays(1_000).with("waystation.delivery.lane-concurrency", 1));
        receiver.on("/gone", Answer.status(410).after(Duration.ofMillis(300)));
        Subscriber gone = client.subscribe("gone", receiver.uri("/gone"), EventTypes.COMPLETED);
        client.publishAll(
                RunEvents.array(List.of(RunEvents.completed(), RunEvents.completed(), RunEvents.completed())));
        Await.until("it is off", () -> !client.subscription(gone).get("active").asBoolean());
        Await.until(
                "the rest is in the store",
                () -> gateway.query("SELECT COUNT(*) FROM delivery WHERE status = 0 AND lease IS NULL") == 2);
        clock.advance(Duration.ofDays(1));
        client.subscribe("up", receiver.uri("/up"), EventTypes.COMPLETED);
        client.publish(RunEvents.completed());
        receiver.awaitRequests("/up", 1, Await.SOON);
        assertThat(receiver.requests("/gone")).hasSize(1);
    }

    @Test
    void a_subscription_is_switched_off_after_so_many_deliveries_in_a_row_that_failed_for_good() {
        start(setup().with("waystation.deactivation.failures", 3).with("waystation.delivery.maximum-redeliveries", 0));
        receiver.on("/hook", Answer.statuses(500, 500, 200, 500, 500, 500));
        Subscriber hook = client.subscribe("hook", receiver.uri("/hook"), EventTypes.COMPLETED);
        for (int i = 1; i <= 5; i++) {
            client.publish(RunEvents.completed());
            attempt(i);
            assertThat(client.subscription(hook).get("active").asBoolean())
                    .as("after " + i)
                    .isTrue();
        }
        client.publish(RunEvents.completed());
        Await.until("it is off", () -> !client.subscription(hook).get("active").asBoolean());
        assertThat(client.subscription(hook).get("deactivate_reason").asText())
                .isEqualTo("3 deliveries in a row failed.");
        assertThat(client.publish(RunEvents.completed()).deliveries()).isZero();
    }

    @Test
    void a_subscription_is_switched_off_after_the_period_without_a_success() {
        start(setup().withDelays(
                        Duration.ofDays(1).toMillis(), Duration.ofDays(8).toMillis(), 1_000)
                .with("waystation.deactivation.period", "7d"));
        receiver.on("/hook", Answer.status(503));
        Subscriber hook = client.subscribe("hook", receiver.uri("/hook"), EventTypes.COMPLETED);
        Instant since = clock.instant();
        client.publish(RunEvents.completed());
        attempt(1);
        clock.advance(Duration.ofDays(1));
        attempt(2);
        assertThat(client.subscription(hook).get("active").asBoolean()).isTrue();
        clock.advance(Duration.ofDays(8));
        attempt(3);
        Await.until("it is off", () -> !client.subscription(hook).get("active").asBoolean());
        JsonNode shown = client.subscription(hook);
        assertThat(shown.get("deactivate_reason").asText()).contains(since.toString());
        clock.advance(Duration.ofDays(1));
        client.subscribe("up", receiver.uri("/up"), EventTypes.STARTED);
        client.publish(RunEvents.started());
        receiver.awaitRequests("/up", 1, Await.SOON);
        assertThat(receiver.requests("/hook")).hasSize(3);
    }

    @Test
    void a_success_ends_the_period() {
        start(setup().withDelays(1_000).with("waystation.deactivation.period", "7d"));
        receiver.on("/hook", Answer.statuses(503, 200, 503, 200));
        Subscriber hook = client.subscribe("hook", receiver.uri("/hook"), EventTypes.COMPLETED);
        for (int i = 0; i < 2; i++) {
            client.publish(RunEvents.completed());
            attempt(2 * i + 1);
            clock.advance(Duration.ofSeconds(1));
            attempt(2 * i + 2);
            clock.advance(Duration.ofDays(6));
        }
        assertThat(client.subscription(hook).get("active").asBoolean()).isTrue();
    }

    @Test
    void the_retention_deletes_what_is_old_and_keeps_what_is_young_while_deliveries_go_on() {
        start(setup().with("waystation.retention.batch", 7)
                .with("waystation.deactivation.period", "0s")
                .withDelays(Duration.ofDays(29).toMillis(), Duration.ofDays(365).toMillis()));
        receiver.on("/down", Answer.status(500));
        client.subscribe("up", receiver.uri("/up"), EventTypes.COMPLETED);
        client.subscribe("down", receiver.uri("/down"), EventTypes.ERRORED);
        List<RunEvents> old = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            old.add(RunEvents.completed().id("old-" + i));
        }
        old.add(RunEvents.errored().id("owed-for-too-long"));
        client.publishAll(RunEvents.array(old));
        gateway.awaitAttempts(41);
        Await.until("all is stored", () -> gateway.query("SELECT COUNT(*) FROM attempt") == 41);
        clock.advance(Duration.ofDays(29));
        gateway.awaitAttempts(42);
        client.publishAll(RunEvents.array(
                List.of(RunEvents.completed().id("young-1"), RunEvents.errored().id("young-2"))));
        gateway.awaitAttempts(44);
        Await.until("all is stored", () -> gateway.query("SELECT COUNT(*) FROM attempt") == 44);
        runRetention();
        assertThat(gateway.query("SELECT COUNT(*) FROM event"))
                .as("nothing is old yet")
                .isEqualTo(43);

        clock.advance(Duration.ofDays(2));
        Thread publishing = new Thread(() -> {
            for (int i = 0; i < 50; i++) {
                client.publish(RunEvents.completed().id("meanwhile-" + i));
            }
        });
        publishing.start();
        runRetention();
        receiver.awaitRequests("/up", 40 + 1 + 50, Await.SOON);
        Await.until("the publisher is done", () -> !publishing.isAlive());

        assertThat(gateway.query("SELECT COUNT(*) FROM event WHERE event_id LIKE 'old-%' OR event_id LIKE 'owed-%'"))
                .isZero();
        assertThat(gateway.query("SELECT COUNT(*) FROM event WHERE event_id LIKE 'young-%'"))
                .isEqualTo(2);
        Await.until("all is stored", () -> gateway.query("SELECT COUNT(*) FROM attempt") == 2 + 50);
        assertThat(gateway.query("SELECT COUNT(*) FROM delivery")).isEqualTo(52);
        assertThat(gateway.query("SELECT COUNT(*) FROM event")).isEqualTo(52);
        assertThat(receiver.ledger().arrivals("/up")).hasSize(91);
        Await.until("only the young one is owed", () -> client.meter("waystation_pending") == 1);
        assertThat(gateway.query("SELECT COUNT(*) FROM subscription")).isEqualTo(2);
    }

    private void runRetention() {
        gateway.camel().createFluentProducerTemplate().to("direct:retention").send();
    }

    @Test
    void an_event_that_the_retention_forgot_can_be_published_again() {
        start(setup());
        client.subscribe("up", receiver.uri("/up"), EventTypes.COMPLETED);
        client.publish(RunEvents.completed().id("evt-1"));
        client.awaitNothingOwed(Await.SOON);
        clock.advance(Duration.ofDays(31));
        runRetention();
        assertThat(client.publish(RunEvents.completed().id("evt-1")).duplicate())
                .isFalse();
        receiver.awaitRequests("/up", 2, Await.SOON);
    }

    @Test
    void what_the_api_shows_of_a_subscription_has_the_injected_time() {
        start(setup());
        Subscriber hook = client.subscribe("hook", receiver.uri("/hook"), EventTypes.COMPLETED);
        String created = Long.toString(clock.millis() * 1_000);
        JsonNode before = client.subscription(hook);
        assertThat(before.get("created_at").asText()).isEqualTo(created);
        assertThat(before.has("dispatched_at")).isFalse();
        clock.advance(Duration.ofMinutes(1));
        client.publish(RunEvents.completed());
        client.awaitNothingOwed(Await.SOON);
        JsonNode after = client.subscription(hook);
        assertThat(after.get("created_at").asText()).isEqualTo(created);
        assertThat(after.get("dispatched_at").asText()).isEqualTo(Long.toString(clock.millis() * 1_000));
        assertThat(after.get("http_status_code").asText()).isEqualTo("200");
    }
}
