package dev.waystation.cli;

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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A stop as service managers do it (SIGTERM): it takes no more, ends what is in flight or gives it back, and exits. */
@Timeout(180)
class GracefulShutdownIT {

    @TempDir
    Path directory;

    private final FaultyReceiver receiver = FaultyReceiver.start();

    @AfterEach
    void close() {
        receiver.close();
    }

    private GatewayProcess.Setup gateway() {
        return GatewayProcess.in(directory).with("waystation.shutdown.timeout", "3s");
    }

    @Test
    void a_stop_under_load_ends_within_its_bound_and_loses_nothing() throws Exception {
        receiver.on("/slow", Answer.status(200).after(Duration.ofMillis(200)));
        receiver.on("/hangs", Answer.hang());
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        AtomicInteger made = new AtomicInteger();
        try (GatewayProcess first = gateway().start()) {
            first.client().subscribe("fast", receiver.uri("/fast"), EventTypes.COMPLETED);
            first.client().subscribe("slow", receiver.uri("/slow"), EventTypes.COMPLETED);
            first.client().subscribe("hangs", receiver.uri("/hangs"), EventTypes.COMPLETED);
            List<Thread> publishers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                publishers.add(new Thread(() -> publishUntilRefused(first.client(), made, acknowledged)));
            }
            publishers.forEach(Thread::start);
            Await.until("there is load", () -> acknowledged.size() >= 200);
            first.terminate();
            // The bound, and time for a busy machine; the hanging attempts alone would take ten seconds.
            first.awaitExit(Duration.ofSeconds(45));
            for (Thread publisher : publishers) {
                publisher.join();
            }
            assertThat(first.output()).doesNotContain("\tat ");
        }
        int before = receiver.requests("/slow").size();
        receiver.on("/slow", Answer.status(200)).on("/hangs", Answer.status(200));
        try (GatewayProcess second = gateway().start()) {
            Await.until("all arrived", Duration.ofSeconds(60), () -> {
                Ledger ledger = receiver.ledger();
                return ledger.missing("/fast", acknowledged).isEmpty()
                        && ledger.missing("/slow", acknowledged).isEmpty()
                        && ledger.missing("/hangs", acknowledged).isEmpty();
            });
            second.client().awaitNothingOwed(Duration.ofSeconds(60));
        }
        assertThat(before).isPositive();
        System.out.println("Stopped under load; acknowledged " + acknowledged.size() + " events, lost 0\n"
                + receiver.ledger().summary());
    }

    private static void publishUntilRefused(GatewayClient client, AtomicInteger made, Set<String> acknowledged) {
        while (true) {
            String id = "evt-" + made.incrementAndGet();
            try {
                HttpResponse<String> answer = client.tryPublish(
                        "application/json", RunEvents.completed().id(id).json());
                if (answer.statusCode() == 202) {
                    acknowledged.add(id);
                } else {
                    assertThat(answer.statusCode()).isIn(404, 500, 503);
                    return;
                }
            } catch (UncheckedIOException e) {
                return;
            }
        }
    }

    @Test
    void an_attempt_in_flight_is_ended_and_not_repeated_after_the_next_start() {
        receiver.on("/slow", Answer.status(200).after(Duration.ofMillis(1_500)));
        try (GatewayProcess first =
                gateway().with("waystation.shutdown.timeout", "10s").start()) {
            first.client().subscribe("slow", receiver.uri("/slow"), EventTypes.COMPLETED);
            first.client().publish(RunEvents.completed());
            receiver.awaitRequests("/slow", 1, Await.SOON);
            first.terminate();
            first.awaitExit(Duration.ofSeconds(45));
        }
        try (GatewayProcess second = gateway().start()) {
            second.client().subscribe("other", receiver.uri("/other"), EventTypes.STARTED);
            second.client().publish(RunEvents.started());
            receiver.awaitRequests("/other", 1, Await.SOON);
            second.client().awaitNothingOwed(Await.SOON);
        }
        assertThat(receiver.requests("/slow")).hasSize(1);
    }
}
