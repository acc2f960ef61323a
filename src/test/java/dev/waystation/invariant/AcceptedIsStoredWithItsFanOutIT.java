package dev.waystation.invariant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waystation.event.EventTypes;
import dev.waystation.testing.Answer;
import dev.waystation.testing.Await;
import dev.waystation.testing.FaultyReceiver;
import dev.waystation.testing.GatewayClient;
import dev.waystation.testing.GatewayProcess;
import dev.waystation.testing.Ledger;
import dev.waystation.testing.RunEvents;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A publisher that was told 202 can forget the event: it reaches every subscription that wants it, even if the process
 * was killed in the same instant.
 */
@Timeout(180)
class AcceptedIsStoredWithItsFanOutIT {

    private static final int PUBLISHERS = 6;

    @TempDir
    Path directory;

    private final FaultyReceiver receiver = FaultyReceiver.start();

    @AfterEach
    void close() {
        receiver.close();
    }

    private GatewayProcess.Setup gateway() {
        return GatewayProcess.in(directory)
                .with("waystation.delivery.delay-pattern", "1:100;2:200;3:400;4:800;5:1600")
                .with("waystation.delivery.timeout", "5s");
    }

    @Test
    void nothing_acknowledged_is_lost_when_the_process_is_killed_twice_while_many_publish() {
        receiver.on("/slow", Answer.status(200).after(Duration.ofMillis(15)));
        receiver.on("/flaky", flaky(400));
        Publishers publishers = new Publishers();
        try (GatewayProcess first = gateway().start()) {
            first.client().subscribe("all", receiver.uri("/all"), EventTypes.COMPLETED, EventTypes.ERRORED);
            first.client().subscribe("slow", receiver.uri("/slow"), EventTypes.COMPLETED, EventTypes.ERRORED);
            first.client().subscribe("flaky", receiver.uri("/flaky"), EventTypes.COMPLETED, EventTypes.ERRORED);
            first.client().subscribe("errored", receiver.uri("/errored"), EventTypes.ERRORED);
            first.client()
                    .subscribe("job 7", receiver.uri("/job7").toString(), List.of(EventTypes.COMPLETED), List.of("7"));
            publishers.publishUntilKilled(first, 900);
        }
        try (GatewayProcess second = gateway().start()) {
            publishers.publishUntilKilled(second, 600);
        }
        try (GatewayProcess third = gateway().start()) {
            publishers.repeatUnanswered(third.client());
            Map<String, Set<String>> expected = publishers.expectedByPath();
            Await.until("every acknowledged event is at every matching subscription", Duration.ofSeconds(90), () -> {
                Ledger ledger = receiver.ledger();
                return expected.entrySet().stream().allMatch(path -> ledger.missing(path.getKey(), path.getValue())
                        .isEmpty());
            });
            third.client().awaitNothingOwed(Duration.ofSeconds(60));
            Ledger ledger = receiver.ledger();
            expected.forEach((path, ids) -> {
                assertThat(ids).as("events for %s", path).isNotEmpty();
                assertThat(ledger.missing(path, ids)).as("missing at %s", path).isEmpty();
            });
            System.out.println("Killed twice while publishing; acknowledged " + publishers.acknowledged.size()
                    + " events, lost 0\n" + ledger.summary());
        }
    }

    @Test
    void what_a_killed_process_had_in_flight_is_attempted_again_at_once_after_the_start() {
        receiver.on("/hook", Answer.hang());
        String id;
        try (GatewayProcess first = gateway().start()) {
            first.client().subscribe("hook", receiver.uri("/hook"), EventTypes.COMPLETED);
            id = first.client().publish(RunEvents.completed()).eventId();
            receiver.awaitRequests("/hook", 1, Await.SOON);
            first.kill();
        }
        receiver.on("/hook", Answer.status(200));
        try (GatewayProcess second = gateway().start()) {
            // The claim of the killed process would hold for 45 seconds more.
            receiver.awaitRequests("/hook", 2, Duration.ofSeconds(20));
            second.client().awaitNothingOwed(Await.SOON);
            assertThat(receiver.ledger().arrivals("/hook")).containsExactly(Map.entry(id, 1));
            assertThat(second.output()).doesNotContain("\tat ");
        }
    }

    @Test
    void a_subscription_that_was_acknowledged_survives_a_kill() {
        GatewayClient.Subscriber made;
        try (GatewayProcess first = gateway().start()) {
            made = first.client().subscribe("hook", receiver.uri("/hook"), EventTypes.COMPLETED);
            first.kill();
        }
        try (GatewayProcess second = gateway().start()) {
            assertThat(second.client().subscription(made).get("name").asText()).isEqualTo("hook");
            assertThat(second.client().publish(RunEvents.completed()).deliveries())
                    .isEqualTo(1);
            receiver.awaitRequests("/hook", 1, Await.SOON);
        }
    }

    /** Every third request fails at first. */
    private static Answer[] flaky(int count) {
        Answer[] answers = new Answer[count];
        for (int i = 0; i < count; i++) {
            answers[i] = Answer.status(i % 3 == 0 && i < count - 1 ? 503 : 200);
        }
        return answers;
    }

    /** Publish at the same time, and remember what was acknowledged and what got no answer. */
    private static final class Publishers {
        private final Map<String, RunEvents> acknowledged = new ConcurrentHashMap<>();
        private final Map<String, RunEvents> unanswered = new ConcurrentHashMap<>();
        private final AtomicInteger made = new AtomicInteger();

        void publishUntilKilled(GatewayProcess gateway, int afterAcknowledged) {
            int target = acknowledged.size() + afterAcknowledged;
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < PUBLISHERS; i++) {
                threads.add(new Thread(() -> publish(gateway.client())));
            }
            threads.forEach(Thread::start);
            Await.until(
                    target + " events are acknowledged",
                    Duration.ofSeconds(60),
                    () -> acknowledged.size() >= target || threads.stream().noneMatch(Thread::isAlive));
            gateway.kill();
            threads.forEach(thread -> {
                try {
                    thread.join(30_000);
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            assertThat(acknowledged.size()).as(gateway.output()).isGreaterThanOrEqualTo(target);
        }

        private void publish(GatewayClient client) {
            while (true) {
                List<RunEvents> batch = new ArrayList<>();
                List<String> ids = new ArrayList<>();
                int first = made.incrementAndGet();
                // Every fifth request is an array.
                for (int i = 0; i < (first % 5 == 0 ? 4 : 1); i++) {
                    String id = "evt-" + first + "-" + i;
                    ids.add(id);
                    RunEvents event = first % 4 == 0 ? RunEvents.errored() : RunEvents.completed();
                    batch.add(event.id(id).job(Integer.toString(first % 10)));
                }
                for (int i = 0; i < ids.size(); i++) {
                    unanswered.put(ids.get(i), batch.get(i));
                }
                if (!acknowledges(client, batch)) {
                    return;
                }
                ids.forEach(id -> acknowledged.put(id, unanswered.remove(id)));
            }
        }

        private static boolean acknowledges(GatewayClient client, List<RunEvents> batch) {
            try {
                HttpResponse<String> answer = client.tryPublish("application/json", RunEvents.array(batch));
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
                return true;
            } catch (UncheckedIOException e) {
                return false;
            }
        }

        /** As a careful publisher does; the gateway may have stored the event or not. */
        void repeatUnanswered(GatewayClient client) {
            for (String id : List.copyOf(unanswered.keySet())) {
                RunEvents event = unanswered.remove(id);
                client.publish(event);
                acknowledged.put(id, event);
            }
        }

        Map<String, Set<String>> expectedByPath() {
            return Map.of(
                    "/all", Set.copyOf(acknowledged.keySet()),
                    "/slow", Set.copyOf(acknowledged.keySet()),
                    "/flaky", Set.copyOf(acknowledged.keySet()),
                    "/errored", those("job.run.errored", ""),
                    "/job7", those("job.run.completed", "\"jobId\":\"7\""));
        }

        private Set<String> those(String type, String containing) {
            return acknowledged.entrySet().stream()
                    .filter(e -> e.getValue().json().contains(type)
                            && e.getValue().json().contains(containing))
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toSet());
        }
    }
}
