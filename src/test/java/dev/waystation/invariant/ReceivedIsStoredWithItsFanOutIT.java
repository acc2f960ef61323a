package dev.waystation.invariant;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.waystation.testing.Answer;
import dev.waystation.testing.Await;
import dev.waystation.testing.FaultyReceiver;
import dev.waystation.testing.GatewayClient;
import dev.waystation.testing.GatewayProcess;
import dev.waystation.testing.Hooks;
import dev.waystation.testing.Hooks.Hook;
import dev.waystation.testing.Received;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A sender at a webhook's URL that was told 204 can forget its request: the event is in the feed and reaches every
 * subscription, even if the process was killed in the same instant. One that was told nothing sends again, and with a key
 * for repetitions there is one event all the same.
 */
@Timeout(240)
class ReceivedIsStoredWithItsFanOutIT {

    private static final int SENDERS = 8;
    private static final String SECRET = "secret-of-the-sender";

    /** What the number of a request becomes; requests whose number says so make no event, and a failed one instead. */
    private static final String TEMPLATE = """
            {% if not body.broken -%}
            {"event": "model.refreshed", "resource": {"prefect.resource.id": "models.{{ body.n }}"},
             "payload": {"n": {{ body.n }} } }
            {%- endif %}""";

    private static final ObjectMapper JSON = new ObjectMapper();

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
    void nothing_answered_is_lost_when_the_process_is_killed_twice_while_many_send() {
        receiver.on("/slow", Answer.status(200).after(Duration.ofMillis(15)));
        receiver.on("/flaky", flaky(400));
        Senders senders = new Senders(n -> n % 10 == 0);
        try (GatewayProcess first = gateway().start()) {
            first.client().subscribe("all", receiver.uri("/all"), "model.refreshed");
            first.client().subscribe("slow", receiver.uri("/slow"), "model.*");
            first.client().subscribe("flaky", receiver.uri("/flaky"), "*");
            senders.hook = new Hooks(first.client()).create(TEMPLATE, Hooks.verified("github", SECRET));
            senders.sendUntilKilled(first, 600);
        }
        try (GatewayProcess second = gateway().start()) {
            senders.sendUntilKilled(second, 500);
        }
        try (GatewayProcess third = gateway().start()) {
            Map<Boolean, Set<Integer>> answered = senders.answered.entrySet().stream()
                    .collect(Collectors.partitioningBy(
                            e -> e.getValue() == 204, Collectors.mapping(Map.Entry::getKey, Collectors.toSet())));
            assertThat(senders.answered.values()).as("answers").containsOnly(204, 400);

            Map<Integer, Integer> made = new TreeMap<>();
            Map<Integer, Integer> failed = new TreeMap<>();
            Set<String> ids = new TreeSet<>();
            List<JsonNode> feed = new Hooks(third.client()).feed(100);
            assertThat(feed.size()).as("several pages").isGreaterThan(1000);
            for (JsonNode event : feed) {
                assertThat(ids.add(event.get("id").asText())).as("shown once").isTrue();
                if (event.get("event").asText().equals("prefect-cloud.webhook.failed")) {
                    failed.merge(number(event.get("payload").get("body").asText()), 1, Integer::sum);
                } else {
                    made.merge(event.get("payload").get("n").asInt(), 1, Integer::sum);
                }
            }
            assertThat(made.keySet()).as("answered with 204").containsAll(answered.get(true));
            assertThat(failed.keySet()).as("answered with 400").containsAll(answered.get(false));
            assertThat(made.values()).as("each request was sent once").containsOnly(1);
            assertThat(failed.values()).containsOnly(1);

            for (String path : List.of("/all", "/slow", "/flaky")) {
                Await.until("every event of the feed is at " + path, Duration.ofSeconds(90), () -> arrivals(path)
                        .keySet()
                        .containsAll(made.keySet()));
            }
            third.client().awaitNothingOwed(Duration.ofSeconds(60));
            assertThat(arrivals("/all").keySet())
                    .as("nobody is told of what is not in the feed")
                    .isEqualTo(made.keySet());
            System.out.println("Killed twice while receiving; answered " + senders.answered.size() + " requests, "
                    + answered.get(true).size() + " with 204, lost 0; the feed shows " + feed.size() + " events");
        }
    }

    @Test
    void with_a_key_there_is_one_event_of_a_request_that_is_sent_until_it_is_answered() {
        Senders senders = new Senders(n -> false);
        try (GatewayProcess first = gateway().start()) {
            first.client().subscribe("all", receiver.uri("/all"), "*");
            senders.hook = new Hooks(first.client()).create(TEMPLATE, body -> {
                Hooks.verified("github", SECRET).accept(body);
                body.putObject("deduplication")
                        .put("key", "{{ headers['X-Delivery'] }}")
                        .put("window_seconds", 3600);
            });
            senders.sendUntilKilled(first, 400);
        }
        try (GatewayProcess second = gateway().start()) {
            senders.sendUntilKilled(second, 400);
        }
        try (GatewayProcess third = gateway().start()) {
            Set<Integer> all = new TreeSet<>(senders.unanswered);
            all.addAll(senders.answered.keySet());
            // Who was not answered sends again; some were, and the answer was lost on its way.
            List<Integer> again = new ArrayList<>(senders.unanswered);
            again.addAll(
                    senders.answered.keySet().stream().filter(n -> n % 5 == 0).toList());
            again.parallelStream()
                    .forEach(n -> assertThat(senders.send(third.client(), n)).isEqualTo(204));

            Map<Integer, Integer> made = new TreeMap<>();
            for (JsonNode event : new Hooks(third.client()).feed(100)) {
                made.merge(event.get("payload").get("n").asInt(), 1, Integer::sum);
            }
            assertThat(made.keySet()).isEqualTo(all);
            assertThat(made.values()).as("one event of each key").containsOnly(1);
            Await.until("each event is at the subscriber", Duration.ofSeconds(90), () -> arrivals("/all")
                    .keySet()
                    .equals(all));
            third.client().awaitNothingOwed(Duration.ofSeconds(60));
            assertThat(arrivals("/all").values())
                    .as("ids of the event of a key")
                    .allSatisfy(ids -> assertThat(ids).hasSize(1));
            System.out.println("Killed twice while receiving with keys; " + all.size() + " keys, " + again.size()
                    + " sent again, one event each");
        }
    }

    /** By the number of the request: the ids of the events that arrived at a path and were taken there. */
    private Map<Integer, Set<String>> arrivals(String path) {
        Map<Integer, Set<String>> arrivals = new TreeMap<>();
        for (Received request : receiver.requests(path)) {
            if (request.accepted()) {
                JsonNode event = json(request.text());
                if (event.get("event").asText().equals("model.refreshed")) {
                    arrivals.computeIfAbsent(event.get("payload").get("n").asInt(), n -> new TreeSet<>())
                            .add(event.get("id").asText());
                }
            }
        }
        return arrivals;
    }

    private static int number(String body) {
        return json(body).get("n").asInt();
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every third request fails at first. */
    private static Answer[] flaky(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Answer.status(i % 3 == 0 && i < count - 1 ? 503 : 200))
                .toArray(Answer[]::new);
    }

    /** Send at the same time, each request once, and remember what was answered and what was not. */
    private static final class Senders {
        private final Map<Integer, Integer> answered = new ConcurrentHashMap<>();
        private final Set<Integer> unanswered = ConcurrentHashMap.newKeySet();
        private final AtomicInteger made = new AtomicInteger();
        private final IntPredicate broken;
        private volatile Hook hook;

        Senders(IntPredicate broken) {
            this.broken = broken;
        }

        void sendUntilKilled(GatewayProcess gateway, int afterAnswered) {
            int target = answered.size() + afterAnswered;
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < SENDERS; i++) {
                threads.add(new Thread(() -> sendMany(gateway.client())));
            }
            threads.forEach(Thread::start);
            Await.until(
                    target + " requests are answered",
                    Duration.ofSeconds(60),
                    () -> answered.size() >= target || threads.stream().noneMatch(Thread::isAlive));
            gateway.kill();
            for (Thread thread : threads) {
                try {
                    thread.join(30_000);
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
            assertThat(answered.size()).as(gateway.output()).isGreaterThanOrEqualTo(target);
        }

        private void sendMany(GatewayClient client) {
            while (true) {
                int n = made.incrementAndGet();
                unanswered.add(n);
                try {
                    answered.put(n, send(client, n));
                    unanswered.remove(n);
                } catch (UncheckedIOException e) {
                    return;
                }
            }
        }

        int send(GatewayClient client, int n) {
            ObjectNode body = JSON.createObjectNode().put("n", n).put("broken", broken.test(n));
            return client.send(client.anonymous(hook.path())
                            .header("Content-Type", "application/json")
                            .header("X-Delivery", "delivery-" + n)
                            .header("X-Hub-Signature-256", "sha256=" + hmac(body.toString()))
                            .POST(HttpRequest.BodyPublishers.ofString(body.toString())))
                    .statusCode();
        }

        private static String hmac(String body) {
            try {
                Mac mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
                return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
            } catch (GeneralSecurityException e) {
                throw new AssertionError(e);
            }
        }
    }
}
