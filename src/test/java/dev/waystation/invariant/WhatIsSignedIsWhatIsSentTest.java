package dev.waystation.invariant;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.waystation.delivery.Attempt;
import dev.waystation.event.EventTypes;
import dev.waystation.testing.Answer;
import dev.waystation.testing.Await;
import dev.waystation.testing.FaultyReceiver;
import dev.waystation.testing.GatewayClient.Subscriber;
import dev.waystation.testing.Header;
import dev.waystation.testing.ManualClock;
import dev.waystation.testing.Received;
import dev.waystation.testing.RunEvents;
import dev.waystation.testing.TestGateway;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A receiver that checks the signature over the bytes that it read finds it right, under both schemes. */
@Timeout(120)
class WhatIsSignedIsWhatIsSentTest {

    @TempDir
    Path directory;

    private final ManualClock clock = ManualClock.at("2026-11-21T10:00:00Z");
    private final FaultyReceiver receiver = FaultyReceiver.start();
    private TestGateway gateway;

    @AfterEach
    void close() {
        receiver.close();
        if (gateway != null) {
            gateway.close();
        }
    }

    private TestGateway.Setup setup() {
        return TestGateway.in(directory.resolve("data")).clock(clock).withDelays(60_000);
    }

    /** As dbt Cloud's documentation tells receivers to check it: the secret is a text. */
    private static String dbt(Subscriber subscriber, byte[] body) {
        return HexFormat.of().formatHex(hmac(subscriber.secret().getBytes(UTF_8), body));
    }

    /** As Standard Webhooks tells receivers to check it: the secret is base64 after its prefix. */
    private static String standard(Subscriber subscriber, Received request) {
        byte[] key = Base64.getDecoder().decode(subscriber.secret().substring("whsec_".length()));
        ByteArrayOutputStream signed = new ByteArrayOutputStream();
        signed.writeBytes(
                (request.header("webhook-id") + "." + request.header("webhook-timestamp") + ".").getBytes(UTF_8));
        signed.writeBytes(request.body());
        return "v1," + Base64.getEncoder().encodeToString(hmac(key, signed.toByteArray()));
    }

    private static byte[] hmac(byte[] key, byte[] message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static void isSigned(Received request, Subscriber by) {
        assertThat(request.header("Authorization")).isEqualTo(dbt(by, request.body()));
        assertThat(request.header("webhook-signature")).isEqualTo(standard(by, request));
    }

    @Test
    void the_bytes_on_the_wire_verify_under_dbts_scheme_and_under_standard_webhooks() {
        gateway = setup().start();
        Subscriber a = gateway.client().subscribe("Zażółć <&> \"\\ 🚉", receiver.uri("/a"), EventTypes.COMPLETED);
        Subscriber b = gateway.client().subscribe("b", receiver.uri("/b"), EventTypes.COMPLETED);
        String id = gateway.client()
                .publish(RunEvents.completed()
                        .with("note", "ünï\u2028\u0001 \uD83D\uDE89")
                        .with("n", 1.0e30))
                .eventId();
        gateway.client().awaitNothingOwed(Await.SOON);
        Received request = receiver.requests("/a").get(0);
        isSigned(request, a);
        isSigned(receiver.requests("/b").get(0), b);
        assertThat(a.secret()).isNotEqualTo(b.secret()).matches("whsec_[A-Za-z0-9+/]{43}=");
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.header("webhook-id")).isEqualTo(id);
        assertThat(request.header("webhook-timestamp"))
                .isEqualTo(Long.toString(clock.instant().getEpochSecond()));
        assertThat(request.header("Content-Type")).isEqualTo("application/json");
        assertThat(request.header("User-Agent")).startsWith("Waystation");
        assertThat(request.text()).contains("\"webhookName\":\"Zażółć <&> ");
    }

    @Test
    void a_redelivery_is_signed_with_its_own_time_over_the_same_bytes() {
        gateway = setup().start();
        receiver.on("/hook", Answer.statuses(500, 200));
        Subscriber hook = gateway.client().subscribe("hook", receiver.uri("/hook"), EventTypes.COMPLETED);
        gateway.client().publish(RunEvents.completed());
        gateway.awaitAttempts(1);
        Await.until("it waits", () -> gateway.query("SELECT COUNT(*) FROM delivery WHERE attempts = 1") == 1);
        clock.advance(Duration.ofSeconds(60));
        List<Received> requests = receiver.awaitRequests("/hook", 2, Await.SOON);
        isSigned(requests.get(0), hook);
        isSigned(requests.get(1), hook);
        assertThat(requests.get(1).header("webhook-timestamp"))
                .isEqualTo(Long.toString(clock.instant().getEpochSecond()));
        assertThat(requests.get(1).header("webhook-timestamp"))
                .isNotEqualTo(requests.get(0).header("webhook-timestamp"));
        assertThat(requests.get(1).header("Authorization"))
                .isEqualTo(requests.get(0).header("Authorization"));
    }

    @Test
    void a_step_that_changes_the_body_before_sign_is_signed_as_changed() throws IOException {
        Path routes = TestGateway.copyRoutes(directory.resolve("routes"));
        Path deliver = routes.resolve("deliver.camel.yaml");
        String text = Files.readString(deliver);
        String before = "        - process:\n            ref: sign\n";
        assertThat(text).contains(before);
        Files.writeString(deliver, text.replace(before, """
                        - setBody:
                            simple: '{"wrapped":${body},"by":"Zażółć"}'
                        - setHeader:
                            name: X-Team
                            constant: data
                """ + before));
        gateway = setup().with("waystation.routes", routes).start();
        Subscriber hook = gateway.client().subscribe("hook", receiver.uri("/hook"), EventTypes.COMPLETED);
        gateway.client().publish(RunEvents.completed().id("evt-1"));
        Received request = receiver.awaitRequests("/hook", 1, Await.SOON).get(0);
        assertThat(request.text())
                .startsWith("{\"wrapped\":{\"accountId\":1,\"eventId\":\"evt-1\"")
                .endsWith("\"by\":\"Zażółć\"}");
        assertThat(request.header("X-Team")).isEqualTo("data");
        isSigned(request, hook);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/hook?sp=%2Ftriggers%2Fmanual&x=a%20b",
                "/hook?sig=aB%2Bc%3D%3D&api-version=2016-06-01&sv=1.0",
                "/hook?a=1+2&b=&c&a=3&d=%C5%BC",
                "/a%20b/%2F/c;v=1?x=%25",
                "/hook?throwExceptionOnFailure=true&httpMethod=GET&bridgeEndpoint=true",
                "/hook?password=RAW(x)&name=%7B%7Bwaystation.api-token%7D%7D",
                "/"
            })
    void an_address_is_requested_exactly_as_it_was_given(String target) {
        gateway = setup().start();
        String path = target.contains("?") ? target.substring(0, target.indexOf('?')) : target;
        Subscriber hook =
                gateway.client().subscribe("hook", receiver.uri("") + target, List.of(EventTypes.COMPLETED), List.of());
        gateway.client().publish(RunEvents.completed());
        Received request = receiver.awaitRequests(path, 1, Await.SOON).get(0);
        assertThat(request.target()).isEqualTo(target);
        assertThat(request.method()).isEqualTo("POST");
        isSigned(request, hook);
        gateway.client().awaitNothingOwed(Await.SOON);
    }

    @Test
    void nothing_of_ours_goes_onto_the_wire_but_what_is_documented() {
        gateway = setup().start();
        gateway.client().subscribe("hook", receiver.uri("/hook"), EventTypes.COMPLETED);
        gateway.client().publish(RunEvents.completed());
        Received request = receiver.awaitRequests("/hook", 1, Await.SOON).get(0);
        assertThat(request.headers())
                .extracting(header -> header.name().toLowerCase(java.util.Locale.ROOT))
                .isSubsetOf(
                        "host",
                        "content-type",
                        "content-length",
                        "connection",
                        "user-agent",
                        "accept-encoding",
                        "authorization",
                        "webhook-id",
                        "webhook-timestamp",
                        "webhook-signature")
                .contains("authorization", "webhook-id", "webhook-timestamp", "webhook-signature")
                .doesNotHaveDuplicates();
        assertThat(request.headers()).extracting(Header::value).noneMatch(TestGateway.TOKEN::equals);
    }

    @Test
    void the_log_keeps_what_was_sent_and_answered_without_the_secrets() {
        gateway = setup().start();
        receiver.on(
                "/hook",
                Answer.status(200)
                        .withHeader("Set-Cookie", "session=of-theirs")
                        .withHeader("X-Request-Id", "r-1")
                        .withBody("thank you"));
        Subscriber hook = gateway.client().subscribe("hook", receiver.uri("/hook"), EventTypes.COMPLETED);
        gateway.client().publish(RunEvents.completed());
        Attempt attempt = gateway.awaitAttempts(1).get(0).attempt();
        Received request = receiver.requests("/hook").get(0);
        assertThat(attempt.requestHeaders())
                .contains("webhook-id: ", "webhook-timestamp: ")
                .doesNotContain(hook.secret(), request.header("Authorization"), request.header("webhook-signature"));
        assertThat(attempt.responseHeaders()).contains("X-Request-Id: r-1").doesNotContain("of-theirs");
        assertThat(attempt.responseBody()).asString(UTF_8).isEqualTo("thank you");
        assertThat(attempt.startedAt()).isEqualTo(clock.instant());
        Await.until("the log is stored", () -> gateway.query("SELECT COUNT(*) FROM attempt WHERE status = 200") == 1);
    }

    @Test
    void a_connection_is_used_again_for_the_next_delivery() {
        gateway = setup().with("waystation.delivery.lane-concurrency", 1).start();
        gateway.client().subscribe("hook", receiver.uri("/hook"), EventTypes.COMPLETED);
        for (int i = 1; i <= 5; i++) {
            gateway.client().publish(RunEvents.completed());
            receiver.awaitRequests("/hook", i, Await.SOON);
            gateway.client().awaitNothingOwed(Await.SOON);
        }
        assertThat(receiver.connections()).isEqualTo(1);
    }
}
