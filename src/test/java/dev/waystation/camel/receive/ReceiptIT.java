package dev.waystation.camel.receive;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.waystation.testing.Await;
import dev.waystation.testing.Curl;
import dev.waystation.testing.FaultyReceiver;
import dev.waystation.testing.GatewayProcess;
import dev.waystation.testing.Hooks;
import dev.waystation.testing.Hooks.Hook;
import dev.waystation.testing.RawHttp;
import dev.waystation.testing.Received;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The jar receives what dbt Cloud sent in May 2023, a body of 624 bytes that was captured on its way. The secret of that
 * time is not known; the signatures here were made with another one, by OpenSSL's HMAC and not by Waystation's.
 */
@Timeout(180)
class ReceiptIT {

    private static final String SECRET = "dbt-webhook-test-secret";
    private static final String SIGNATURE = "8546707204ce10430195855acf3d04633a7c1677849c97dea65e457365e58abe";
    private static final String EVENT_ID = "wev_2QSUzWMSv40ow7s8n8TfVPVnYua";

    /** A received event, where the preset {@code dbt} would make a run event. */
    private static final String TEMPLATE = """
            {"event": "dbt.{{ body.eventType }}", "resource": {"prefect.resource.id": "dbt.job.{{ body.data.jobId }}"}}""";

    @TempDir
    static Path directory;

    static GatewayProcess waystation;
    static Hooks hooks;

    private final FaultyReceiver receiver = FaultyReceiver.start();

    /** Of one test alone: what is still owed to another one's receiver may come to the same port. */
    private final String path = "/" + java.util.UUID.randomUUID();

    @BeforeAll
    static void start() {
        waystation = GatewayProcess.in(directory).start();
        hooks = new Hooks(waystation.client());
    }

    @AfterAll
    static void stop() {
        waystation.close();
    }

    @BeforeEach
    void subscribe() {
        waystation.client().subscribe("everything", receiver.uri(path), "*");
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    void the_captured_request_becomes_a_run_event_in_the_feed_and_at_a_subscriber() throws Exception {
        Hook hook = hooks.create("dbt", Hooks.verified("dbt", SECRET));

        RawHttp.Answer answer = send(hook, captured(), "Authorization: " + SIGNATURE);

        assertThat(answer.status()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
        Received delivered = receiver.awaitRequests(path, 1, Await.SOON).get(0);
        JsonNode run = new ObjectMapper().readTree(delivered.body());
        assertThat(run.get("eventId").asText()).isEqualTo(EVENT_ID);
        assertThat(run.get("eventType").asText()).isEqualTo("job.run.completed");
        assertThat(run.get("timestamp").asText()).isEqualTo("2023-05-29T07:52:18.06660617Z");
        assertThat(run.get("data").get("runId").asText()).isEqualTo("155144666");
        assertThat(delivered.header("Authorization")).isNotEqualTo(SIGNATURE);

        List<JsonNode> shown = hooks.feed(200).stream()
                .filter(event -> event.toString().contains(EVENT_ID))
                .toList();
        assertThat(shown).hasSize(1);
        assertThat(shown.get(0).get("event").asText()).isEqualTo("job.run.completed");
        assertThat(shown.get(0).get("resource").get("prefect.resource.id").asText())
                .isEqualTo("dbt.job.278164");

        // dbt Cloud did not hear the answer, and tries again.
        assertThat(send(hook, captured(), "Authorization: " + SIGNATURE).status())
                .isEqualTo(204);
        assertThat(hooks.feed(200).stream().filter(event -> event.toString().contains(EVENT_ID)))
                .hasSize(1);
    }

    @Test
    void the_captured_request_becomes_what_a_template_makes_of_it() {
        Hook hook = hooks.create(TEMPLATE, Hooks.verified("dbt", SECRET));
        assertThat(send(hook, captured(), "authorization: " + SIGNATURE).status())
                .isEqualTo(204);
        JsonNode event = hooks.onlyEvent(hook);
        assertThat(event.get("event").asText()).isEqualTo("dbt.job.run.completed");
        assertThat(event.get("resource").get("prefect.resource.id").asText()).isEqualTo("dbt.job.278164");
        assertThat(event.get("payload").get("body").asText()).isEqualTo(new String(captured(), StandardCharsets.UTF_8));
        receiver.awaitRequests(path, 1, Await.SOON);
    }

    /** Signed by OpenSSL, like the first. */
    @ParameterizedTest
    @CsvSource({
        "'{}', 153bc2ce2e207b36c1095b4935f3e51af83c296cbd8f7d766c1116355792e5b9",
        "'', 638910953f9c4335d7f7d253272c8774211fbe9107a043c8a1ca567a704d33eb",
    })
    void the_smallest_bodies_have_signatures_too(String body, String signature) {
        Hook hook = hooks.create(TEMPLATE, Hooks.verified("dbt", SECRET));
        assertThat(send(hook, body.getBytes(StandardCharsets.UTF_8), "Authorization: " + signature)
                        .status())
                .isEqualTo(204);
        assertThat(send(hook, " ".getBytes(StandardCharsets.UTF_8), "Authorization: " + signature)
                        .status())
                .isEqualTo(401);
    }

    @Test
    void a_body_beyond_ascii_has_the_signature_of_its_bytes() {
        Hook hook = hooks.create("dbt", Hooks.verified("dbt", SECRET));
        String body = "{\"accountId\":1,\"eventId\":\"wev_2L6m5BggBw9uPNuSmtg4MUiW4Re\","
                + "\"timestamp\":\"2023-01-31T21:15:20.41971461Z\",\"eventType\":\"job.run.errored\","
                + "\"webhookId\":\"wsu_2QGRb6TLFTOlBXsWjL4kb0RHTWc\",\"webhookName\":\"Za\u017c\u00f3\u0142\u0107 <&>\",\"data\":{"
                + "\"jobId\":\"123\",\"jobName\":\"dbt Vault\",\"runId\":\"12345\",\"environmentId\":\"1234\","
                + "\"environmentName\":\"Prod\",\"dbtVersion\":\"1.0.0\",\"projectName\":\"Demo\",\"projectId\":\"167194\","
                + "\"runStatus\":\"Errored\",\"runStatusCode\":20,\"runStatusMessage\":\"None\","
                + "\"runReason\":\"Kicked off from the UI by test@test.com\",\"runStartedAt\":\"2023-01-31T21:14:41Z\","
                + "\"runErroredAt\":\"2023-01-31T21:15:20Z\"}}";
        assertThat(send(
                                hook,
                                body.getBytes(StandardCharsets.UTF_8),
                                "Authorization: 8ca35e6d5d3f00751f2c599a2f268abedff287e11397040872b709524bacc7fb")
                        .status())
                .isEqualTo(204);
    }

    /** A request that is not to be trusted, by what is wrong with it. */
    record Forged(String what, byte[] body, List<String> headers) {
        @Override
        public String toString() {
            return what;
        }
    }

    static List<Forged> forged() {
        List<Forged> forged = new ArrayList<>();
        String right = "Authorization: " + SIGNATURE;
        for (int at : List.of(0, 12, 300, 622, 623)) {
            byte[] body = captured();
            body[at] ^= 1;
            forged.add(new Forged("byte " + at + " changed", body, List.of(right)));
        }
        String text = new String(captured(), StandardCharsets.UTF_8);
        byte[] longer = (text + "\n").getBytes(StandardCharsets.UTF_8);
        byte[] spaced = text.replace("\":", "\": ").replace(",\"", ", \"").getBytes(StandardCharsets.UTF_8);
        forged.add(new Forged("a line break more", longer, List.of(right)));
        forged.add(new Forged("written again by another JSON library", spaced, List.of(right)));
        forged.add(new Forged("no body", new byte[0], List.of(right)));
        forged.add(new Forged("no header", captured(), List.of()));
        forged.add(new Forged("an empty header", captured(), List.of("Authorization:")));
        forged.add(new Forged("a bearer token", captured(), List.of("Authorization: Bearer x")));
        forged.add(new Forged(
                "the signature as a bearer token", captured(), List.of("Authorization: Bearer " + SIGNATURE)));
        forged.add(new Forged("a prefix", captured(), List.of("Authorization: sha256=" + SIGNATURE)));
        forged.add(new Forged("half a signature", captured(), List.of("Authorization: " + SIGNATURE.substring(32))));
        forged.add(new Forged("the secret itself", captured(), List.of("Authorization: " + SECRET)));
        forged.add(new Forged("in another header", captured(), List.of("X-Hub-Signature-256: " + SIGNATURE)));
        forged.add(new Forged(
                "two signatures, the wrong one first", captured(), List.of("Authorization: " + "0".repeat(64), right)));
        return forged;
    }

    @ParameterizedTest
    @MethodSource("forged")
    void what_is_not_signed_is_401_and_leaves_nothing(Forged request) {
        int before = hooks.feed(200).size();
        for (String template : List.of("dbt", TEMPLATE)) {
            Hook hook = hooks.create(template, Hooks.verified("dbt", SECRET));
            RawHttp.Answer answer = send(hook, request.body(), request.headers().toArray(String[]::new));
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.body()).isEmpty();
        }
        assertThat(hooks.feed(200)).hasSize(before);
        assertThat(receiver.requests(path)).isEmpty();
    }

    @Test
    void neither_secret_nor_signature_nor_url_is_in_log_metrics_or_feed() {
        Hook hook = hooks.create(TEMPLATE, Hooks.verified("dbt", SECRET));
        for (int i = 0; i < 25; i++) {
            byte[] body = captured();
            body[100 + i] ^= 1;
            assertThat(send(hook, body, "Authorization: " + SIGNATURE).status()).isEqualTo(401);
        }
        assertThat(send(hook, captured(), "Authorization: " + SIGNATURE).status())
                .isEqualTo(204);
        Hook failing = hooks.create("{{ headers }}", Hooks.verified("dbt", SECRET));
        assertThat(send(failing, captured(), "Authorization: " + SIGNATURE).status())
                .isEqualTo(400);
        receiver.awaitRequests(path, 2, Await.SOON);

        String log = waystation.output();
        assertThat(log.lines().filter(line -> line.contains(hook.id()) && line.contains("refused")))
                .as("one entry in the log for all")
                .hasSize(1);
        String feed = hooks.feed(200).toString();
        List<String> deliveries =
                receiver.requests(path).stream().map(Received::text).toList();
        for (String told : List.of(log, waystation.client().metrics(), feed, deliveries.toString())) {
            assertThat(told).doesNotContain(SECRET, SIGNATURE, hook.slug(), failing.slug());
        }
        assertThat(log).doesNotContain("\tat ");
    }

    private static RawHttp.Answer send(Hook hook, byte[] body, String... headers) {
        Curl curl = Curl.to(waystation.client(), hook.path())
                .header("Content-Type: application/json")
                .data(new String(body, StandardCharsets.UTF_8));
        for (String header : headers) {
            curl.header(header);
        }
        return curl.send();
    }

    private static byte[] captured() {
        try (InputStream in = ReceiptIT.class.getResourceAsStream("/events/wire/capture-2023-05-29.json")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
