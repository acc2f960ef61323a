package dev.waystation.camel.receive;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.waystation.testing.GatewayClient;
import dev.waystation.testing.Hooks;
import dev.waystation.testing.Hooks.Hook;
import dev.waystation.testing.TestGateway;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A webhook is changed, switched off and on, and given new URLs while requests come: each is answered by the webhook as it was
 * before a change or after it. After the answer to a change, only by what it is then.
 */
@Timeout(180)
class ChangesWhileRequestsComeTest {

    private static final int SENDERS = 6;
    private static final int CHANGES = 60;

    /** A webhook at one time: its URL, and the number that its template and its secret have. */
    private record Version(Hook hook, int number) {

        String secret() {
            return "secret-" + number;
        }

        String template() {
            return "{\"event\":\"v" + number + "\",\"resource\":{\"prefect.resource.id\":\"r\"},\"payload\":{\"made\":"
                    + number + ",\"signed\":{{ body.signed }},\"n\":{{ body.n }} } }";
        }

        Consumer<ObjectNode> settings() {
            return body -> {
                body.putObject("verification").put("scheme", "github").put("secret", secret());
                body.putObject("deduplication")
                        .put("key", number + " {{ body.n }}")
                        .put("window_seconds", 3600);
            };
        }
    }

    @TempDir
    Path data;

    private final AtomicInteger made = new AtomicInteger();
    private final Map<Integer, AtomicInteger> statuses = new TreeMap<>();
    private final Queue<Integer> taken = new ConcurrentLinkedQueue<>();
    private TestGateway waystation;
    private Hooks hooks;
    private volatile Version now;
    private volatile boolean over;

    @BeforeEach
    void start() {
        waystation = TestGateway.in(data).start();
        hooks = new Hooks(waystation.client());
    }

    @AfterEach
    void stop() {
        over = true;
        waystation.close();
    }

    @Test
    void every_request_is_answered_by_the_webhook_before_or_after_a_change_and_never_by_a_mixture() throws Exception {
        Version first = new Version(null, 0);
        now = new Version(hooks.create(first.template(), first.settings()), 0);
        for (int status : List.of(204, 401, 404)) {
            statuses.put(status, new AtomicInteger());
        }
        Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            Thread thread = new Thread(() -> {
                while (!over) {
                    send(now);
                }
            });
            thread.setUncaughtExceptionHandler((dead, failure) -> failures.add(failure));
            threads.add(thread);
        }
        threads.forEach(Thread::start);
        try {
            for (int i = 1; i <= CHANGES; i++) {
                change(i);
            }
        } finally {
            over = true;
            for (Thread thread : threads) {
                thread.join(60_000);
            }
        }
        assertThat(failures).isEmpty();

        List<JsonNode> events = hooks.events(now.hook());
        assertThat(events).allSatisfy(event -> {
            JsonNode payload = event.get("payload");
            assertThat(event.get("event").asText()).isEqualTo("v" + payload.get("made"));
            assertThat(payload.get("made"))
                    .as("the template is of the time of the secret")
                    .isEqualTo(payload.get("signed"));
        });
        assertThat(events)
                .extracting(event -> event.get("payload").get("n").asInt())
                .as("an event of each request that was answered with 204, and of no other")
                .containsExactlyInAnyOrderElementsOf(taken);
        System.out.println("Changed a webhook " + CHANGES + " times while " + SENDERS + " sent: " + statuses);
    }

    /** Makes one change, and tells by requests of its own that it counts at once. */
    private void change(int i) {
        Version before = now;
        switch (i % 3) {
            case 0 -> {
                Version rotated = new Version(hooks.rotate(before.hook()), before.number());
                assertThat(send(before)).as("the old URL").isEqualTo(404);
                assertThat(send(rotated)).as("the new URL").isEqualTo(204);
                now = rotated;
            }
            case 1 -> {
                Version after = new Version(before.hook(), before.number() + 1);
                hooks.replace(before.hook(), after.template(), after.settings());
                assertThat(send(before)).as("the old secret").isEqualTo(401);
                assertThat(send(after)).as("the new secret").isEqualTo(204);
                now = after;
            }
            default -> {
                hooks.enable(before.hook(), false);
                assertThat(send(before)).as("switched off").isEqualTo(404);
                hooks.enable(before.hook(), true);
                assertThat(send(before)).as("switched on").isEqualTo(204);
            }
        }
    }

    private int send(Version version) {
        int n = made.incrementAndGet();
        String body = "{\"signed\":" + version.number() + ",\"n\":" + n + "}";
        GatewayClient client = waystation.client();
        int status = client.send(client.anonymous(version.hook().path())
                        .header("Content-Type", "application/json")
                        .header("X-Hub-Signature-256", "sha256=" + hmac(version.secret(), body))
                        .POST(HttpRequest.BodyPublishers.ofString(body)))
                .statusCode();
        assertThat(statuses).as("an answer with " + status).containsKey(status);
        statuses.get(status).incrementAndGet();
        if (status == 204) {
            taken.add(n);
        }
        return status;
    }

    private static String hmac(String secret, String body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
