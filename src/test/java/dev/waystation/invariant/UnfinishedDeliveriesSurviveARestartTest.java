package dev.waystation.invariant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waystation.event.EventTypes;
import dev.waystation.testing.Answer;
import dev.waystation.testing.Await;
import dev.waystation.testing.FaultyReceiver;
import dev.waystation.testing.GatewayClient.Receipt;
import dev.waystation.testing.ManualClock;
import dev.waystation.testing.RunEvents;
import dev.waystation.testing.TestGateway;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The waiting between attempts is the store's, so a restart in the middle of it changes nothing. */
@Timeout(120)
class UnfinishedDeliveriesSurviveARestartTest {

    @TempDir
    Path data;

    private final ManualClock clock = ManualClock.at("2026-11-21T10:00:00Z");
    private final FaultyReceiver receiver = FaultyReceiver.start();

    @AfterEach
    void close() {
        receiver.close();
    }

    private TestGateway start() {
        return TestGateway.in(data)
                .clock(clock)
                .withDelays(5_000, 60_000, 120_000)
                .with("waystation.delivery.maximum-redeliveries", 3)
                .start();
    }

    @Test
    void a_delivery_keeps_its_attempt_count_and_its_due_time() {
        receiver.on("/down", Answer.status(503));
        String id;
        try (TestGateway first = start()) {
            first.client().subscribe("down", receiver.uri("/down"), EventTypes.COMPLETED);
            first.client().subscribe("up", receiver.uri("/up"), EventTypes.STARTED);
            id = first.client().publish(RunEvents.completed()).eventId();
            first.awaitAttempts(1);
            Await.until(
                    "the attempt is stored",
                    () -> first.query("SELECT COUNT(*) FROM delivery WHERE attempts = 1") == 1);
            clock.advance(Duration.ofSeconds(5));
            first.awaitAttempts(2);
        }
        clock.advance(Duration.ofSeconds(30));
        try (TestGateway second = start()) {
            assertThat(second.client().meter("waystation_pending")).isEqualTo(1);
            assertThat(second.client().meter("waystation_oldest_pending_age_seconds"))
                    .isEqualTo(35);
            clock.advance(Duration.ofSeconds(29));
            // Whatever is due by now is delivered before this one, or together with it.
            second.client().publish(RunEvents.started());
            second.awaitAttempts(1);
            assertThat(second.attempts(id)).as("one second too early").isEmpty();
            clock.advance(Duration.ofSeconds(1));
            second.awaitAttempts(2);
            assertThat(second.attempts(id)).singleElement().satisfies(a -> assertThat(a.number())
                    .isEqualTo(3));
            Await.until("it waits again", () -> second.query("SELECT COUNT(*) FROM delivery WHERE attempts = 3") == 1);
        }
        try (TestGateway third = start()) {
            clock.advance(Duration.ofSeconds(120));
            third.awaitAttempts(1);
            assertThat(third.attempts(id)).singleElement().satisfies(a -> assertThat(a.number())
                    .isEqualTo(4));
            third.client().awaitNothingOwed(Await.SOON);
        }
        assertThat(receiver.requests("/down")).hasSize(4);
    }

    @Test
    void what_was_due_while_the_gateway_was_down_is_delivered_after_the_start() {
        receiver.on("/hook", Answer.statuses(500, 200));
        try (TestGateway first = start()) {
            first.client().subscribe("hook", receiver.uri("/hook"), EventTypes.COMPLETED);
            first.client().publish(RunEvents.completed());
            receiver.awaitRequests("/hook", 1, Await.SOON);
        }
        clock.advance(Duration.ofDays(2));
        try (TestGateway second = start()) {
            receiver.awaitRequests("/hook", 2, Await.SOON);
            second.client().awaitNothingOwed(Await.SOON);
        }
    }

    @Test
    void an_event_published_again_after_a_restart_is_told_to_be_a_duplicate() {
        RunEvents event = RunEvents.completed().id("evt-1");
        Receipt original;
        try (TestGateway first = start()) {
            first.client().subscribe("a", receiver.uri("/a"), EventTypes.COMPLETED);
            first.client().subscribe("b", receiver.uri("/b"), EventTypes.COMPLETED);
            original = first.client().publish(event);
            first.awaitAttempts(2);
        }
        try (TestGateway second = start()) {
            second.client().subscribe("c", receiver.uri("/c"), EventTypes.COMPLETED);
            assertThat(second.client().publish(event))
                    .isEqualTo(new Receipt(original.eventId(), original.deliveries(), true));
            second.client().publish(RunEvents.completed().id("evt-2"));
            second.awaitAttempts(3);
            assertThat(List.of(
                            receiver.requests("/a").size(),
                            receiver.requests("/c").size()))
                    .containsExactly(2, 1);
        }
    }
}
