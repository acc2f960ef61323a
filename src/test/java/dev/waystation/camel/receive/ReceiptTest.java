package dev.waystation.camel.receive;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.waystation.receive.Deduplication;
import dev.waystation.receive.Webhook;
import dev.waystation.receive.Webhooks;
import dev.waystation.receive.signature.Scheme;
import dev.waystation.receive.signature.VerificationConfig;
import dev.waystation.testing.FaultyReceiver;
import dev.waystation.testing.ManualClock;
import dev.waystation.testing.RawHttp;
import dev.waystation.testing.Received;
import dev.waystation.testing.TestGateway;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests at the URL of a webhook, over HTTP and the shipped route. */
class ReceiptTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String STATIC =
            "{\"event\":\"model.refreshed\",\"resource\":{\"prefect.resource.id\":\"product.models.recommendations\"}}";
    private static final String PASS_THROUGH = "{{ body|tojson }}";

    @TempDir
    Path data;

    private final HttpClient http = HttpClient.newHttpClient();
    private final ManualClock clock = ManualClock.at("2026-03-04T05:06:07Z");
    private FaultyReceiver receiver;
    private TestGateway waystation;

    @BeforeEach
    void start() {
        receiver = FaultyReceiver.start();
        waystation = TestGateway.in(data)
                .clock(clock)
                .with("waystation.http.maximum-body-size", 100_000)
                .start();
        waystation.client().subscribe("all", receiver.uri("/all"), "*");
    }

    @AfterEach
    void stop() {
        waystation.close();
        receiver.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "DELETE", "POST", "PUT", "PATCH"})
    void a_static_webhook_takes_every_usual_method_and_answers_204_with_nothing(String method) throws Exception {
        Webhook webhook = webhook(STATIC);

        HttpResponse<String> answer = send(request(webhook).method(method, HttpRequest.BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
        JsonNode event = delivered();
        assertThat(event.get("event").asText()).isEqualTo("model.refreshed");
        assertThat(event.get("payload").get("method").asText()).isEqualTo(method);
        assertThat(event.get("related").get(0).get("prefect.resource.id").asText())
                .isEqualTo("prefect-cloud.webhook." + webhook.id());
    }

    @Test
    void unknown_disabled_and_rotated_webhooks_are_one_and_the_same_404() throws Exception {
        Webhook disabled = webhook(STATIC);
        webhooks().change(1, disabled.id(), before -> before.draft().enabled(false));
        Webhook rotated = webhook(STATIC);
        webhooks().rotate(1, rotated.id());
        Webhook deleted = webhook(STATIC);
        webhooks().delete(1, deleted.id());

        for (String slug : List.of(
                disabled.slug().value(),
                rotated.slug().value(),
                deleted.slug().value(),
                "AERylZ_uewzpDx-8fcweHQ",
                "x")) {
            HttpResponse<String> answer = send(at("/hooks/" + slug).GET());
            assertThat(answer.statusCode()).as(slug).isEqualTo(404);
            assertThat(answer.body()).isEmpty();
        }
        assertThat(receiver.requests()).isEmpty();
    }

    @Test
    void a_webhook_answers_at_its_new_url_after_a_rotation_and_when_it_is_enabled_again() throws Exception {
        Webhook webhook = webhook(STATIC);
        Webhook rotated = webhooks().rotate(1, webhook.id()).orElseThrow();
        assertThat(send(request(rotated).GET()).statusCode()).isEqualTo(204);

        webhooks().change(1, webhook.id(), before -> before.draft().enabled(false));
        assertThat(send(request(rotated).GET()).statusCode()).isEqualTo(404);
        webhooks().change(1, webhook.id(), before -> before.draft().enabled(true));
        assertThat(send(request(rotated).GET()).statusCode()).isEqualTo(204);
    }

    @Test
    void other_methods_are_405_with_nothing() {
        for (String method : List.of("TRACE", "CONNECT", "OPTIONS", "PROPFIND")) {
            RawHttp.Answer answer =
                    raw(method + " /hooks/" + webhook(STATIC).slug().value() + " HTTP/1.1\n", "", "");
            assertThat(answer.status()).as(method).isEqualTo(405);
            assertThat(answer.body()).isEmpty();
        }
    }

    @Test
    void a_body_over_the_cap_is_413_however_it_comes() {
        String line = "POST /hooks/" + webhook(PASS_THROUGH).slug().value() + " HTTP/1.1\n";
        assertThat(raw(line, "Content-Type: text/plain\n", "x".repeat(100_001)).status())
                .isEqualTo(413);
        StringBuilder chunks = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            chunks.append("2000\r\n").append("x".repeat(0x2000)).append("\r\n");
        }
        RawHttp.Answer chunked = RawHttp.send(
                waystation.client().uri("/").getPort(),
                line + "Host: localhost\nTransfer-Encoding: chunked\nConnection: close\n\n",
                chunks.append("0\r\n\r\n").toString().getBytes(StandardCharsets.US_ASCII));
        assertThat(chunked.status()).isEqualTo(413);
        assertThat(chunked.body()).isEmpty();
    }

    @Test
    void a_body_over_the_cap_is_413_over_http_2_too_and_other_requests_of_its_connection_go_on() throws Exception {
        String path = "/hooks/" + webhook(STATIC).slug().value();
        HttpClient http2 =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        for (int i = 0; i < 3; i++) {
            for (int size : new int[] {1, 190_000}) {
                HttpResponse<String> answer = http2.send(
                        HttpRequest.newBuilder(waystation.client().uri(path))
                                .POST(text("x".repeat(size)))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                assertThat(answer.statusCode()).isEqualTo(size == 1 ? 204 : 413);
                assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
            }
        }
    }

    @Test
    void a_url_without_a_slug_is_as_unknown_as_any_other() {
        for (String path : List.of("/hooks", "/hooks/", "/hooks/x", "/hooks/x/y", "/hooks?x=1")) {
            RawHttp.Answer answer = raw("POST " + path + " HTTP/1.1\n", "", "x");
            assertThat(answer.status()).as(path).isEqualTo(404);
            assertThat(answer.body()).as(path).isEmpty();
            assertThat(answer.headers()).as(path).doesNotContainIgnoringCase("content-type");
        }
    }

    @Test
    void a_chunked_body_is_taken() {
        RawHttp.Answer answer = RawHttp.send(
                waystation.client().uri("/").getPort(),
                "POST /hooks/" + webhook(PASS_THROUGH).slug().value()
                        + " HTTP/1.1\nHost: localhost\nTransfer-Encoding: chunked\nConnection: close\n\n",
                ("10\r\n{\"event\":\"e\",\"re\r\n2A\r\nsource\":{\"prefect.resource.id\":\"r\"},\"x\":1}\r\n0\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        assertThat(answer.status()).isEqualTo(204);
        assertThat(delivered().get("event").asText()).isEqualTo("e");
    }

    /** Java's own client asks for HTTP/2 unless it is told otherwise; curl does with --http2. */
    @Test
    void requests_over_http_2_are_taken_refused_and_unknown_like_others() throws Exception {
        String path = "/hooks/" + webhook(PASS_THROUGH).slug().value();
        String event = "{\"event\":\"e\",\"resource\":{\"prefect.resource.id\":\"r\"},\"x\":\"" + "y".repeat(90_000)
                + "\",\"payload\":{}}";
        HttpClient http2 =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        for (int i = 0; i < 3; i++) {
            HttpResponse<String> answer = http2.send(
                    HttpRequest.newBuilder(waystation.client().uri(path))
                            .POST(text(event))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(answer.statusCode()).isEqualTo(204);
        }
        for (String other : List.of(path, "/hooks/none")) {
            assertThat(http2.send(
                                    HttpRequest.newBuilder(waystation.client().uri(other))
                                            .build(),
                                    HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(other.equals(path) ? 400 : 404);
        }
        assertThat(waystation.query("SELECT COUNT(*) FROM event")).isEqualTo(4);
        assertThat(delivered().get("event").asText()).isEqualTo("e");
    }

    @Test
    void a_large_form_field_is_taken_as_github_sends_it() throws Exception {
        String form = "payload=" + "%7B".repeat(20_000);
        HttpResponse<String> answer = send(request(
                        webhook(
                                "{\"event\":\"e\",\"resource\":{\"prefect.resource.id\":\"{{ body.payload|length }}\"},\"payload\":{}}"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form)));
        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(delivered().get("resource").get("prefect.resource.id").asText())
                .isEqualTo("20000");
    }

    @Test
    void a_multipart_body_is_its_raw_text() throws Exception {
        String body = "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a.txt\"\r\n\r\nhello\r\n--b--\r\n";
        HttpResponse<String> answer = send(request(
                        webhook(
                                "{\"event\":\"e\",\"resource\":{\"prefect.resource.id\":\"r\"},\"payload\":{\"text\":{{ body|tojson }} } }"))
                .header("Content-Type", "multipart/form-data; boundary=b")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(delivered().get("payload").get("text").asText()).isEqualTo(body);
    }

    @Test
    void query_and_form_fields_cannot_pass_for_headers() throws Exception {
        Webhook webhook = webhook(
                "{\"event\":\"e\",\"resource\":{\"prefect.resource.id\":\"{{ headers['x-one'] }}|{{ headers['x-two'] }}\"}}");
        send(at("/hooks/" + webhook.slug().value() + "?x-one=1")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("x-two=2")));
        assertThat(delivered().get("resource").get("prefect.resource.id").asText())
                .isEqualTo("|");
    }

    @Test
    void a_request_that_makes_no_event_is_400_with_nothing_and_an_event_says_why() throws Exception {
        Webhook webhook = webhook(PASS_THROUGH);
        HttpResponse<String> answer = send(request(webhook)
                .header("X-Api-Key", "very-secret-key")
                .header("Authorization", "Bearer abc")
                .POST(HttpRequest.BodyPublishers.ofString("[1]")));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).isEmpty();
        JsonNode event = delivered();
        assertThat(event.get("event").asText()).isEqualTo("prefect-cloud.webhook.failed");
        assertThat(event.get("resource").get("prefect.resource.id").asText())
                .isEqualTo("prefect-cloud.webhook." + webhook.id());
        JsonNode payload = event.get("payload");
        assertThat(payload.get("rendered").asText()).isEqualTo("[1]");
        assertThat(payload.get("body").asText()).isEqualTo("[1]");
        assertThat(payload.get("method").asText()).isEqualTo("POST");
        assertThat(payload.get("headers").get("x-api-key").asText()).isEqualTo("[redacted]");
        assertThat(payload.get("headers").has("authorization")).isFalse();
        assertThat(payload.get("error").asText()).contains("must be one JSON object");
    }

    @Test
    void a_wrong_or_missing_signature_is_401_and_makes_no_event() throws Exception {
        Webhook webhook =
                webhook(PASS_THROUGH, VerificationConfig.of(Scheme.GITHUB, "It's a Secret to Everybody"), null);
        String body = "{\"event\":\"e\",\"resource\":{\"prefect.resource.id\":\"r\"}}";
        String right = "sha256=" + hmac("It's a Secret to Everybody", body);

        for (String signature : List.of("sha256=" + hmac("another", body), right + "0", "Bearer x")) {
            HttpResponse<String> answer = send(
                    request(webhook).header("X-Hub-Signature-256", signature).POST(text(body)));
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.body()).isEmpty();
        }
        assertThat(send(request(webhook).POST(text(body))).statusCode()).isEqualTo(401);
        assertThat(send(request(webhook).header("X-Hub-Signature-256", right).POST(text(body.replace(":", ": "))))
                        .statusCode())
                .isEqualTo(401);
        assertThat(waystation.query("SELECT COUNT(*) FROM event")).isZero();
        assertThat(waystation.client().meter("waystation_receipts_total", "refused"))
                .isEqualTo(5);

        assertThat(send(request(webhook).header("x-hub-signature-256", right).POST(text(body)))
                        .statusCode())
                .isEqualTo(204);
        assertThat(delivered().get("event").asText()).isEqualTo("e");
    }

    @Test
    void a_dbt_webhook_becomes_a_run_event_that_reaches_subscriptions_to_run_events() throws Exception {
        Webhook webhook = webhook("dbt", VerificationConfig.of(Scheme.DBT, "dbt-secret"), null);
        waystation.client().subscribe("runs", receiver.uri("/runs"), "job.run.errored");
        String body = dev.waystation.testing.RunEvents.errored()
                .account(4711)
                .id("evt_of_dbt")
                .json();

        HttpResponse<String> answer = send(request(webhook)
                .header("Authorization", hmac("dbt-secret", body))
                .POST(text(body)));

        assertThat(answer.statusCode()).isEqualTo(204);
        JsonNode run = JSON.readTree(receiver.awaitRequests("/runs", 1, Duration.ofSeconds(20))
                .get(0)
                .body());
        assertThat(run.get("eventId").asText()).isEqualTo("evt_of_dbt");
        assertThat(run.get("accountId").asLong()).isEqualTo(4711);
        assertThat(run.get("webhookName").asText()).isEqualTo("runs");

        // dbt Cloud tries again with the same event id: it is the same event.
        send(request(webhook).header("Authorization", hmac("dbt-secret", body)).POST(text(body)));
        assertThat(waystation.query("SELECT COUNT(*) FROM event")).isEqualTo(1);
    }

    @Test
    void what_is_no_run_event_at_a_dbt_webhook_is_400_and_an_event_names_the_field() throws Exception {
        Webhook webhook = webhook("dbt");
        assertThat(send(request(webhook).POST(text("{\"eventType\":\"job.run.exploded\",\"data\":{\"jobId\":\"1\"}}")))
                        .statusCode())
                .isEqualTo(400);
        assertThat(delivered().get("payload").get("error").asText()).contains("the body is no run event", "eventType");
    }

    @Test
    void a_repetition_of_the_sender_is_204_and_no_second_event_until_its_window_is_over() throws Exception {
        Webhook webhook = webhook(
                PASS_THROUGH,
                VerificationConfig.NONE,
                new Deduplication("{{ headers['X-Delivery'] }}", Duration.ofMinutes(10)));
        String body = "{\"event\":\"e\",\"resource\":{\"prefect.resource.id\":\"r\"}}";
        for (String delivery : List.of("1", "1", "2", "1")) {
            assertThat(send(request(webhook).header("X-Delivery", delivery).POST(text(body)))
                            .statusCode())
                    .isEqualTo(204);
        }
        assertThat(waystation.query("SELECT COUNT(*) FROM event")).isEqualTo(2);
        assertThat(waystation.client().meter("waystation_receipts_total", "duplicate"))
                .isEqualTo(2);

        clock.advance(Duration.ofMinutes(11));
        send(request(webhook).header("X-Delivery", "1").POST(text(body)));
        assertThat(waystation.query("SELECT COUNT(*) FROM event")).isEqualTo(3);

        // Without the header there is no key, and every request is a new one.
        send(request(webhook).POST(text(body)));
        send(request(webhook).POST(text(body)));
        assertThat(waystation.query("SELECT COUNT(*) FROM event")).isEqualTo(5);
    }

    @Test
    void of_many_repetitions_at_the_same_moment_one_becomes_an_event() {
        Webhook webhook = webhook(
                PASS_THROUGH, VerificationConfig.NONE, new Deduplication("{{ body.n }}", Duration.ofMinutes(10)));
        List<CompletableFuture<HttpResponse<String>>> answers = new java.util.ArrayList<>();
        for (int i = 0; i < 200; i++) {
            String body = "{\"event\":\"e\",\"resource\":{\"prefect.resource.id\":\"r\"},\"n\":" + i % 10 + "}";
            answers.add(
                    http.sendAsync(request(webhook).POST(text(body)).build(), HttpResponse.BodyHandlers.ofString()));
        }
        answers.forEach(answer -> assertThat(answer.join().statusCode()).isEqualTo(204));
        assertThat(waystation.query("SELECT COUNT(*) FROM event")).isEqualTo(10);
    }

    @Test
    void a_failed_request_does_not_use_up_its_key() throws Exception {
        Webhook webhook = webhook(
                "{% if body.ok %}" + STATIC + "{% endif %}",
                VerificationConfig.NONE,
                new Deduplication("{{ body.id }}", Duration.ofMinutes(10)));
        assertThat(send(request(webhook).POST(text("{\"id\":1}"))).statusCode()).isEqualTo(400);
        assertThat(send(request(webhook).POST(text("{\"id\":1,\"ok\":true}"))).statusCode())
                .isEqualTo(204);
        assertThat(waystation.query("SELECT COUNT(*) FROM event WHERE type = 'model.refreshed'"))
                .isEqualTo(1);
    }

    @Test
    void received_events_reach_subscriptions_by_name_and_by_resource_id_exact_or_with_a_star() throws Exception {
        subscribe("/exact", "[\"model.refreshed\"]", "[\"models.a\"]");
        subscribe("/star", "[\"model.*\"]", "[\"models.*\"]");
        subscribe("/both", "[\"model.*\",\"model.refreshed\"]", "[\"models.a*\",\"models.a\",\"*\"]");
        subscribe("/other", "[\"model.refreshed\"]", "[\"models.b\"]");
        subscribe("/name", "[\"model.deleted\"]", "[]");
        Webhook webhook = webhook(PASS_THROUGH);

        send(request(webhook)
                .POST(text("{\"event\":\"model.refreshed\",\"resource\":{\"prefect.resource.id\":\"models.a\"}}")));

        for (String path : List.of("/all", "/exact", "/star", "/both")) {
            assertThat(receiver.awaitRequests(path, 1, Duration.ofSeconds(20))).hasSize(1);
        }
        waystation.client().awaitNothingOwed(Duration.ofSeconds(20));
        assertThat(receiver.requests("/both")).hasSize(1);
        assertThat(receiver.requests("/other")).isEmpty();
        assertThat(receiver.requests("/name")).isEmpty();
    }

    @Test
    void event_grid_and_cloud_events_senders_get_the_handshake_they_ask_for() throws Exception {
        Webhook webhook = webhook(PASS_THROUGH);
        HttpResponse<String> grid = send(
                request(webhook)
                        .header("aeg-event-type", "SubscriptionValidation")
                        .POST(
                                text(
                                        "[{\"eventType\":\"Microsoft.EventGrid.SubscriptionValidationEvent\",\"data\":{\"validationCode\":\"512d38b6\"}}]")));
        assertThat(grid.statusCode()).isEqualTo(200);
        assertThat(JSON.readTree(grid.body())).isEqualTo(JSON.readTree("{\"validationResponse\":\"512d38b6\"}"));

        HttpResponse<String> options = send(request(webhook)
                .header("WebHook-Request-Origin", "eventemitter.example.com")
                .header("WebHook-Request-Rate", "120")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
        assertThat(options.statusCode()).isEqualTo(200);
        assertThat(options.headers().firstValue("WebHook-Allowed-Origin")).contains("eventemitter.example.com");
        assertThat(options.headers().firstValue("WebHook-Allowed-Rate")).contains("120");
        assertThat(options.headers().firstValue("Allow")).contains("POST");
        assertThat(waystation.query("SELECT COUNT(*) FROM event")).isZero();
    }

    @Test
    void an_event_of_more_than_a_mebibyte_is_stored_and_delivered_whole() throws Exception {
        waystation.close();
        waystation = TestGateway.in(data).start();
        waystation.client().subscribe("large", receiver.uri("/large"), "large");
        Webhook webhook = webhook(PASS_THROUGH);
        String filling = "0123456789".repeat(140_000);
        assertThat(send(request(webhook)
                                .POST(text("{\"event\":\"large\",\"resource\":{\"prefect.resource.id\":\"r\"},"
                                        + "\"payload\":{\"x\":\"" + filling + "\"}}")))
                        .statusCode())
                .isEqualTo(204);
        Received delivered =
                receiver.awaitRequests("/large", 1, Duration.ofSeconds(20)).get(0);
        assertThat(JSON.readTree(delivered.body()).get("payload").get("x").asText())
                .isEqualTo(filling);
    }

    @Test
    void old_keys_of_repetitions_are_deleted_by_the_retention() throws Exception {
        Webhook webhook =
                webhook(STATIC, VerificationConfig.NONE, new Deduplication("{{ body }}", Duration.ofMinutes(10)));
        send(request(webhook).POST(text("1")));
        send(request(webhook).POST(text("2")));
        clock.advance(Duration.ofMinutes(11));
        send(request(webhook).POST(text("3")));

        waystation.camel().createProducerTemplate().sendBody("direct:retention", "");

        assertThat(waystation.query("SELECT COUNT(*) FROM once_key")).isEqualTo(1);
    }

    private void subscribe(String path, String types, String resources) {
        var answer = waystation
                .client()
                .post(
                        "/api/v3/accounts/1/webhooks/subscriptions",
                        "application/json",
                        "{\"name\":\"" + path + "\",\"event_types\":" + types + ",\"resource_ids\":" + resources
                                + ",\"client_url\":\"" + receiver.uri(path) + "\",\"active\":true}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    }

    private Webhooks webhooks() {
        return waystation.gateway().webhooks();
    }

    private Webhook webhook(String template) {
        return webhook(template, VerificationConfig.NONE, null);
    }

    private Webhook webhook(String template, VerificationConfig verification, Deduplication deduplication) {
        try {
            return webhooks()
                    .create(new Webhooks.Draft(1, "models", "", true, template, verification, deduplication, true));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private HttpRequest.Builder request(Webhook webhook) {
        return at("/hooks/" + webhook.slug().value());
    }

    private HttpRequest.Builder at(String path) {
        return HttpRequest.newBuilder(waystation.client().uri(path)).version(HttpClient.Version.HTTP_1_1);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest.BodyPublisher text(String body) {
        return HttpRequest.BodyPublishers.ofString(body);
    }

    private RawHttp.Answer raw(String line, String headers, String body) {
        return RawHttp.send(
                waystation.client().uri("/").getPort(),
                line + "Host: localhost\nConnection: close\n" + headers + "Content-Length: " + body.length() + "\n\n",
                body.getBytes(StandardCharsets.US_ASCII));
    }

    private JsonNode delivered() {
        try {
            return JSON.readTree(receiver.awaitRequests("/all", 1, Duration.ofSeconds(20))
                    .get(0)
                    .body());
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String hmac(String secret, String body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
        } catch (java.security.GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
