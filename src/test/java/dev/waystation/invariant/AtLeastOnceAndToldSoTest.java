package dev.waystation.invariant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waystation.event.EventTypes;
import dev.waystation.testing.Answer;
import dev.waystation.testing.Await;
import dev.waystation.testing.FaultyReceiver;
import dev.waystation.testing.GatewayClient;
import dev.waystation.testing.GatewayClient.Receipt;
import dev.waystation.testing.GatewayClient.Subscriber;
import dev.waystation.testing.ManualClock;
import dev.waystation.testing.Received;
import dev.waystation.testing.RunEvents;
import dev.waystation.testing.TestGateway;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A delivery may repeat, but it repeats itself: same bytes, same id. An event may be published again: it fans out once. */
@Timeout(120)
class AtLeastOnceAndToldSoTest {

    @TempDir
    Path data;

    private final ManualClock clock = ManualClock.at("2026-11-21T10:00:00Z");
    private final FaultyReceiver receiver = FaultyReceiver.start();
    private TestGateway gateway;
    private GatewayClient client;

    @BeforeEach
    void start() {
        gateway = TestGateway.in(data)
                .clock(clock)
                .with("waystation.accounts", "1,2")
                .withDelays(1_000, 1_000, 1_000, 1_000, 1_000)
                .start();
        client = gateway.client();
    }

    @AfterEach
    void close() {
        receiver.close();
        gateway.close();
    }

    @Test
    void each_attempt_sends_the_same_bytes_and_the_same_event_id() {
        receiver.on("/hook", Answer.status(500), Answer.closeWithoutResponse(), Answer.status(503), Answer.status(200));
        client.subscribe("Zażółć \"<&>\" 🚉", receiver.uri("/hook"), EventTypes.COMPLETED);
        String id = client.publish(
                        RunEvents.completed().with("note", "ünï\u2028code").with("big", 12345678901234567890d))
                .eventId();
        for (int attempt = 1; attempt <= 4; attempt++) {
            gateway.awaitAttempts(attempt);
            int made = attempt;
            Await.until("stored", () -> gateway.query("SELECT MAX(attempts) FROM delivery") == made);
            clock.advance(Duration.ofSeconds(1));
        }
        List<Received> requests = receiver.requests("/hook");
        assertThat(requests).hasSize(4);
        assertThat(requests).allSatisfy(r -> {
            assertThat(r.body()).isEqualTo(requests.get(0).body());
            assertThat(r.header("webhook-id")).isEqualTo(id);
            assertThat(r.text()).contains("\"eventId\":\"" + id + "\"");
        });
        client.awaitNothingOwed(Await.SOON);
    }

    @Test
    void a_redelivery_repeats_its_bytes_also_when_the_subscription_was_renamed_meanwhile() {
        receiver.on("/hook", Answer.statuses(500, 200));
        Subscriber hook = client.subscribe("old name", receiver.uri("/hook"), EventTypes.COMPLETED);
        client.publish(RunEvents.completed());
        gateway.awaitAttempts(1);
        Await.until("stored", () -> gateway.query("SELECT MAX(attempts) FROM delivery") == 1);
        String renamed =
                "{\"name\":\"new name\",\"event_types\":[\"job.run.completed\"],\"job_ids\":[],\"active\":true,"
                        + "\"client_url\":\"" + receiver.uri("/hook") + "\"}";
        assertThat(client.send(client.request(GatewayClient.WEBHOOKS + "/subscription/" + hook.id())
                                .PUT(HttpRequest.BodyPublishers.ofString(renamed))
                                .header("Content-Type", "application/json"))
                        .statusCode())
                .isEqualTo(200);
        clock.advance(Duration.ofSeconds(1));
        List<Received> requests = receiver.awaitRequests("/hook", 2, Await.SOON);
        assertThat(requests.get(1).body()).isEqualTo(requests.get(0).body());
        assertThat(requests.get(1).text()).contains("\"webhookName\":\"old name\"");
        client.publish(RunEvents.completed());
        assertThat(receiver.awaitRequests("/hook", 3, Await.SOON).get(2).text())
                .contains("\"webhookName\":\"new name\"");
    }

    @Test
    void a_fault_of_our_own_delays_a_delivery_and_does_not_lose_it() {
        gateway.close();
        AtomicInteger faults = new AtomicInteger();
        gateway = TestGateway.in(data)
                .clock(clock)
                .listener((finished, subscription) -> {
                    switch (faults.incrementAndGet()) {
                        case 1 -> throw new IllegalStateException("a fault that the test makes");
                        case 2 -> throw new StackOverflowError("a fault that the test makes");
                        default -> {}
                    }
                })
                .start();
        client = gateway.client();
        client.subscribe("hook", receiver.uri("/hook"), EventTypes.COMPLETED);
        client.publish(RunEvents.completed().id("evt-1"));
        for (int attempt = 1; attempt <= 2; attempt++) {
            receiver.awaitRequests("/hook", attempt, Await.SOON);
            int made = attempt;
            Await.until("the fault happened", () -> faults.get() == made);
            Await.until("its thread is free", () -> client.meter("waystation_in_flight") == 0);
            assertThat(client.meter("waystation_pending")).isEqualTo(1);
            // The claim is over.
            clock.advance(Duration.ofMinutes(2));
        }
        receiver.awaitRequests("/hook", 3, Await.SOON);
        client.awaitNothingOwed(Await.SOON);
    }

    @Test
    void the_same_event_published_twice_fans_out_once_and_tells_the_original_fan_out() {
        client.subscribe("a", receiver.uri("/a"), EventTypes.COMPLETED);
        client.subscribe("b", receiver.uri("/b"), EventTypes.COMPLETED);
        RunEvents event = RunEvents.completed().id("evt-1");
        assertThat(client.publish(event)).isEqualTo(new Receipt("evt-1", 2, false));
        client.subscribe("c", receiver.uri("/c"), EventTypes.COMPLETED);
        assertThat(client.publish(event)).isEqualTo(new Receipt("evt-1", 2, true));
        assertThat(client.publish(event.job("99"))).isEqualTo(new Receipt("evt-1", 2, true));
        client.awaitNothingOwed(Await.SOON);
        assertThat(receiver.requests()).hasSize(2);
        assertThat(receiver.requests("/c")).isEmpty();
    }

    @Test
    void the_same_event_twice_in_one_array_fans_out_once() {
        client.subscribe("a", receiver.uri("/a"), EventTypes.COMPLETED);
        List<RunEvents> twice = List.of(
                RunEvents.completed().id("evt-1"),
                RunEvents.completed().id("evt-2"),
                RunEvents.completed().id("evt-1"));
        assertThat(client.publishAll(RunEvents.array(twice)))
                .containsExactly(
                        new Receipt("evt-1", 1, false), new Receipt("evt-2", 1, false), new Receipt("evt-1", 1, true));
        client.awaitNothingOwed(Await.SOON);
        assertThat(receiver.requests()).hasSize(2);
    }

    @Test
    void the_same_event_published_by_many_at_once_fans_out_once() throws Exception {
        client.subscribe("a", receiver.uri("/a"), EventTypes.COMPLETED);
        client.subscribe("b", receiver.uri("/b"), EventTypes.COMPLETED);
        int publishers = 8;
        ExecutorService threads = Executors.newFixedThreadPool(publishers);
        try {
            for (int round = 0; round < 10; round++) {
                RunEvents event = RunEvents.completed().id("evt-" + round);
                List<Callable<Receipt>> calls = new ArrayList<>();
                for (int i = 0; i < publishers; i++) {
                    calls.add(() -> client.publish(event));
                }
                List<Receipt> receipts = new ArrayList<>();
                for (Future<Receipt> receipt : threads.invokeAll(calls)) {
                    receipts.add(receipt.get());
                }
                assertThat(receipts).filteredOn(r -> !r.duplicate()).hasSize(1);
                assertThat(receipts).extracting(Receipt::deliveries).containsOnly(2);
            }
        } finally {
            threads.shutdown();
        }
        client.awaitNothingOwed(Await.SOON);
        assertThat(receiver.requests()).hasSize(20);
        assertThat(receiver.ledger().duplicates("/a")).isZero();
    }

    @Test
    void an_event_id_belongs_to_its_account() {
        String event = RunEvents.completed().id("evt-1").json();
        client.publishAll(event);
        assertThat(GatewayClient.receipts(client.post("/api/v3/accounts/2/webhooks/events", "application/json", event)))
                .containsExactly(new Receipt("evt-1", 0, false));
    }

    @Test
    void events_without_an_id_are_different_events() {
        String both = RunEvents.array(List.of(RunEvents.completed(), RunEvents.completed()));
        List<Receipt> receipts = client.publishAll(both);
        assertThat(receipts).extracting(Receipt::duplicate).containsOnly(false);
        assertThat(receipts)
                .extracting(Receipt::eventId)
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("wev_\\w{27}"));
    }

    @Test
    void an_event_reaches_those_who_want_its_type_and_its_job_and_nobody_else() {
        client.subscribe("both", receiver.uri("/both"), EventTypes.COMPLETED, EventTypes.ERRORED);
        client.subscribe("errored", receiver.uri("/errored"), EventTypes.ERRORED);
        client.subscribe(
                "jobs 5 and 6", receiver.uri("/jobs").toString(), List.of(EventTypes.ERRORED), List.of("5", "6"));
        client.subscribe("started", receiver.uri("/started"), EventTypes.STARTED);
        // A run that errored is told twice: at once, and when it is completed.
        assertThat(client.publish(RunEvents.errored().job("5").id("evt-e")).deliveries())
                .isEqualTo(3);
        assertThat(client.publish(RunEvents.completed()
                                .status("Errored", 20)
                                .job("5")
                                .id("evt-c"))
                        .deliveries())
                .isEqualTo(1);
        assertThat(client.publish(RunEvents.errored().job("7").id("evt-7")).deliveries())
                .isEqualTo(2);
        assertThat(client.publish(RunEvents.canceled()).deliveries()).isZero();
        client.awaitNothingOwed(Await.SOON);
        assertThat(receiver.ledger().arrivals("/both")).containsOnlyKeys("evt-e", "evt-c", "evt-7");
        assertThat(receiver.ledger().arrivals("/errored")).containsOnlyKeys("evt-e", "evt-7");
        assertThat(receiver.ledger().arrivals("/jobs")).containsOnlyKeys("evt-e");
        assertThat(receiver.requests("/started")).isEmpty();
    }

    @Test
    void the_body_is_the_wire_form_with_this_subscriptions_id_and_name() {
        Subscriber a = client.subscribe("first", receiver.uri("/a"), EventTypes.COMPLETED);
        Subscriber b = client.subscribe("second", receiver.uri("/b"), EventTypes.COMPLETED);
        client.publish(RunEvents.completed()
                .account(1)
                .id("evt-1")
                .at(clock.instant())
                .envelope("webhookId", "wsu_of_the_sender")
                .envelope("webhookName", "of the sender"));
        client.awaitNothingOwed(Await.SOON);
        assertThat(receiver.requests("/a").get(0).text())
                .isEqualTo("{\"accountId\":1,\"eventId\":\"evt-1\",\"timestamp\":\"2026-11-21T10:00:00Z\","
                        + "\"eventType\":\"job.run.completed\",\"webhookId\":\"" + a.id()
                        + "\",\"webhookName\":\"first\",\"data\":{\"jobId\":\"123\",\"runId\":\"1\","
                        + "\"runStatus\":\"Success\",\"runStatusCode\":10}}");
        assertThat(receiver.requests("/b").get(0).text())
                .isEqualTo(receiver.requests("/a")
                        .get(0)
                        .text()
                        .replace(a.id(), b.id())
                        .replace("\"first\"", "\"second\""));
        assertThat(receiver.requests("/b").get(0).text().getBytes(StandardCharsets.UTF_8))
                .isEqualTo(receiver.requests("/b").get(0).body());
    }
}
