package dev.waystation.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.waystation.api.ApiServer.Reply;
import dev.waystation.delivery.Signatures;
import dev.waystation.testing.Answer;
import dev.waystation.testing.FaultyReceiver;
import dev.waystation.testing.ManualClock;
import dev.waystation.testing.Received;
import dev.waystation.testing.RunEvents;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a subscription can do here that dbt Cloud's cannot, and that its clients notice none of it. */
class BeyondDbtTest {

    private static final String WEBHOOKS = "/api/v3/accounts/1/webhooks";
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path data;

    private final FaultyReceiver receiver = FaultyReceiver.start();
    private final ManualClock clock = ManualClock.at("2026-11-21T10:00:00Z");
    private ApiServer server;

    @BeforeEach
    void start() throws Exception {
        server = ApiServer.start(data, clock, "waystation.api.duplicate-window", "0s");
    }

    @AfterEach
    void stop() {
        server.close();
        receiver.close();
    }

    private JsonNode create(String path, String more) {
        Reply reply = server.post(WEBHOOKS + "/subscriptions", body(path, more));
        assertThat(reply.status()).as(reply.text()).isEqualTo(201);
        return reply.data();
    }

    private String body(String path, String more) {
        return "{\"name\":\"n\",\"client_url\":\"" + receiver.uri(path)
                + "\",\"event_types\":[\"job.run.completed\"],\"active\":true" + more + "}";
    }

    private static String one(JsonNode subscription) {
        return WEBHOOKS + "/subscription/" + subscription.get("id").asText();
    }

    private String publish() {
        return server.post(WEBHOOKS + "/events", RunEvents.completed().json())
                .data()
                .get(0)
                .get("event_id")
                .asText();
    }

    private Received next(String path, int number) {
        return receiver.awaitRequests(path, number, SOON).get(number - 1);
    }

    @Test
    void whatIsSentIsSignedAsTheSubscriptionSays() {
        JsonNode dbt = create("/dbt", ",\"signature\":\"dbt\"");
        JsonNode standard = create("/standard", ",\"signature\":\"standard\"");
        create("/none", ",\"signature\":\"none\"");
        JsonNode both = create("/both", "");
        String event = publish();

        Received got = next("/dbt", 1);
        assertThat(got.header("Authorization"))
                .isEqualTo(Signatures.dbt(dbt.get("hmac_secret").asText(), got.body()));
        assertThat(got.header("webhook-signature")).isNull();

        got = next("/standard", 1);
        assertThat(got.header("Authorization")).isNull();
        assertThat(got.header("webhook-signature"))
                .isEqualTo(Signatures.standard(
                        standard.get("hmac_secret").asText(),
                        event,
                        clock.instant().getEpochSecond(),
                        got.body()));

        got = next("/none", 1);
        assertThat(got.header("Authorization")).isNull();
        assertThat(got.header("webhook-signature")).isNull();
        assertThat(got.header("webhook-id")).isEqualTo(event);

        got = next("/both", 1);
        assertThat(got.header("Authorization"))
                .isEqualTo(Signatures.dbt(both.get("hmac_secret").asText(), got.body()));
        assertThat(got.header("webhook-signature")).startsWith("v1,");
        assertThat(both.has("signature")).isFalse();
    }

    @Test
    void ownHeadersAreSentAndTheirSecretsAreShownNowhere() {
        JsonNode made = create(
                "/headers",
                ",\"signature\":\"standard\",\"headers\":{\"Authorization\":\"Bearer s3cr3t\",\"X-Team\":\"data\","
                        + "\"User-Agent\":\"ours/1\",\"Content-Type\":\"application/vnd.x+json\"}");
        String event = publish();
        Received got = next("/headers", 1);
        assertThat(got.header("Authorization")).isEqualTo("Bearer s3cr3t");
        assertThat(got.header("X-Team")).isEqualTo("data");
        assertThat(got.header("User-Agent")).isEqualTo("ours/1");
        assertThat(got.header("Content-Type")).isEqualTo("application/vnd.x+json");
        for (String name : List.of("Authorization", "User-Agent", "Content-Type")) {
            assertThat(got.headers().stream().filter(h -> h.name().equalsIgnoreCase(name)))
                    .hasSize(1);
        }
        assertThat(made.toString()).doesNotContain("s3cr3t");
        JsonNode read = server.get(one(made)).data();
        assertThat(read.at("/headers/Authorization").asText()).isEqualTo("(redacted)");
        ApiServer.await(
                "the attempt is in the log",
                () -> server.get(one(made) + "/event/" + event + "/receipt").status() == 200);
        assertThat(server.get(one(made) + "/event/" + event + "/receipt").text())
                .contains("X-Team")
                .doesNotContain("s3cr3t");

        // Who reads, changes one thing and writes all back keeps the secret that could not be read.
        server.put(
                one(made),
                ((com.fasterxml.jackson.databind.node.ObjectNode) read)
                        .put("name", "n2")
                        .toString());
        publish();
        assertThat(next("/headers", 2).header("Authorization")).isEqualTo("Bearer s3cr3t");
    }

    @Test
    void aClientThatKnowsOnlyDbtsFieldsChangesOnlyThese() {
        JsonNode made = create(
                "/x", ",\"headers\":{\"X-Team\":\"data\"},\"signature\":\"dbt\",\"concurrency\":3,\"rate_limit\":9");
        JsonNode after =
                server.put(one(made), body("/x", ",\"description\":\"d\"")).data();
        assertThat(after.get("description").asText()).isEqualTo("d");
        assertThat(after.get("headers").toString()).isEqualTo("{\"X-Team\":\"data\"}");
        assertThat(after.get("signature").asText()).isEqualTo("dbt");
        assertThat(after.get("concurrency").asInt()).isEqualTo(3);
        assertThat(after.get("rate_limit").asInt()).isEqualTo(9);
        after = server.put(
                        one(made),
                        body("/x", ",\"headers\":null,\"signature\":null,\"concurrency\":null,\"rate_limit\":null"))
                .data();
        assertThat(after.has("headers")).isFalse();
        assertThat(after.has("signature")).isFalse();
        assertThat(after.has("concurrency")).isFalse();
        assertThat(after.has("rate_limit")).isFalse();
    }

    @Test
    void twoWhoChangeASubscriptionAtTheSameMomentLoseNothingThatTheOtherOneSet() throws Exception {
        for (int round = 0; round < 20; round++) {
            JsonNode made = create("/race" + round, "");
            Thread other = new Thread(() -> IntStream.range(0, 10)
                    .forEach(i -> assertThat(server.put(one(made), body("/race", ",\"description\":\"" + i + "\""))
                                    .status())
                            .isEqualTo(200)));
            other.start();
            assertThat(server.put(one(made), body("/race", ",\"filter\":\"data.jobId == '1'\""))
                            .status())
                    .isEqualTo(200);
            other.join();
            assertThat(server.get(one(made)).data().path("filter").asText()).isEqualTo("data.jobId == '1'");
        }
    }

    @Test
    void aRotatedSecretSignsBesideTheOldOneUntilTheOverlapEnds() {
        JsonNode made = create("/rotated", "");
        String old = made.get("hmac_secret").asText();
        Reply reply = server.post(one(made) + "/secret/rotate", "{\"overlap_seconds\":3600}");
        assertThat(reply.status()).isEqualTo(200);
        String fresh = reply.data().get("hmac_secret").asText();
        assertThat(fresh).isNotEqualTo(old);
        assertThat(reply.data().get("previous_secret_until").asText()).hasSize(16);
        assertThat(server.get(one(made)).data().has("hmac_secret")).isFalse();

        String event = publish();
        Received got = next("/rotated", 1);
        long now = clock.instant().getEpochSecond();
        assertThat(got.header("webhook-signature").split(" "))
                .containsExactly(
                        Signatures.standard(fresh, event, now, got.body()),
                        Signatures.standard(old, event, now, got.body()));
        assertThat(got.header("Authorization")).isEqualTo(Signatures.dbt(fresh, got.body()));

        clock.advance(Duration.ofHours(1));
        event = publish();
        got = next("/rotated", 2);
        assertThat(got.header("webhook-signature"))
                .isEqualTo(Signatures.standard(fresh, event, clock.instant().getEpochSecond(), got.body()));

        assertThat(server.post(one(made) + "/secret/rotate", "{\"overlap_seconds\":-1}")
                        .message())
                .contains("'overlap_seconds'");
        assertThat(server.sendWith("POST", one(made) + "/secret/rotate", null, "Authorization", "Token test-token")
                        .status())
                .isEqualTo(200);
    }

    private JsonNode event(JsonNode subscription, String event) {
        for (JsonNode one : server.get(one(subscription) + "/events?limit=100").data()) {
            if (one.get("id").asText().equals(event)) {
                return one;
            }
        }
        throw new AssertionError("no such event");
    }

    private void awaitAttempts(JsonNode subscription, String event, int attempts) {
        ApiServer.await(
                attempts + " attempts",
                () -> event(subscription, event).get("attempts").asInt() == attempts);
    }

    @Test
    void aDeliveryIsRedeliveredOnRequestAndItsAttemptsAreCountedOn() {
        JsonNode made = create("/again", "");
        String event = publish();
        Received first = next("/again", 1);
        awaitAttempts(made, event, 1);
        Reply reply = server.post(one(made) + "/event/" + event + "/redeliver", "");
        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.data().get("redelivery").asText()).isEqualTo("reopened");
        Received second = next("/again", 2);
        assertThat(second.body()).isEqualTo(first.body());
        awaitAttempts(made, event, 2);
        JsonNode receipts =
                server.get(one(made) + "/event/" + event + "/receipt").data();
        assertThat(receipts.get(0).get("attempt").asInt()).isEqualTo(2);
        assertThat(receipts.get(1).get("attempt").asInt()).isEqualTo(1);
        assertThat(server.post(one(made) + "/event/wev_none/redeliver", "").status())
                .isEqualTo(404);
    }

    @Test
    void aRedeliveryByHandTakesNothingFromTheSchedule() {
        receiver.on("/hurried", Answer.status(500), Answer.status(500), Answer.status(500), Answer.status(200));
        JsonNode made = create("/hurried", "");
        String event = publish();
        next("/hurried", 1);
        awaitAttempts(made, event, 1);
        // The next is due after about 5 s. This one comes at once, and after it 5 s are still to be waited.
        assertThat(server.post(one(made) + "/event/" + event + "/redeliver", "")
                        .data()
                        .get("redelivery")
                        .asText())
                .isEqualTo("hurried");
        next("/hurried", 2);
        awaitAttempts(made, event, 2);
        long due = Long.parseLong(event(made, event).get("next_attempt_at").asText()) / 1_000;
        assertThat(due - clock.millis()).isBetween(4_000L, 6_000L);
        clock.advance(Duration.ofSeconds(6));
        next("/hurried", 3);
        awaitAttempts(made, event, 3);
        due = Long.parseLong(event(made, event).get("next_attempt_at").asText()) / 1_000;
        assertThat(due - clock.millis()).isBetween(24_000L, 36_000L);
    }

    @Test
    void allThatFailedSinceATimeIsCountedAndRedelivered() throws Exception {
        receiver.on("/failing", Answer.status(500));
        server.close();
        server = ApiServer.start(
                data.resolve("once"),
                clock,
                "waystation.api.duplicate-window",
                "0s",
                "waystation.delivery.maximum-redeliveries",
                "0");
        JsonNode made = create("/failing", "");
        String before = publish();
        awaitAttempts(made, before, 1);
        clock.advance(Duration.ofMinutes(1));
        String since = clock.instant().toString();
        List<String> events = IntStream.range(0, 5).mapToObj(i -> publish()).toList();
        events.forEach(event -> awaitAttempts(made, event, 1));
        server.get(one(made) + "/test");
        assertThat(receiver.requests("/failing")).hasSize(7);

        String body = "{\"since\":\"" + since + "\",\"dry_run\":true}";
        Reply counted = server.post(one(made) + "/redeliver", body);
        assertThat(counted.status()).isEqualTo(200);
        assertThat(counted.data().get("count").asInt()).isEqualTo(5);
        assertThat(counted.data().get("dry_run").asBoolean()).isTrue();
        assertThat(receiver.requests("/failing")).hasSize(7);

        receiver.on("/failing", Answer.status(200));
        Reply done = server.post(one(made) + "/redeliver", "{\"since\":\"" + since + "\"}");
        assertThat(done.status()).isEqualTo(202);
        assertThat(done.data().get("count").asInt()).isEqualTo(5);
        next("/failing", 12);
        events.forEach(event -> awaitAttempts(made, event, 2));
        assertThat(event(made, before).get("attempts").asInt()).isEqualTo(1);
        assertThat(server.post(one(made) + "/redeliver", body)
                        .data()
                        .get("count")
                        .asInt())
                .isZero();
        assertThat(server.post(one(made) + "/redeliver", "{\"since\":\"yesterday\"}")
                        .message())
                .contains("'since'");
        assertThat(server.post(one(made) + "/redeliver", "{}").status()).isEqualTo(400);
    }

    @Test
    void aRedeliveryThatWasAnsweredSurvivesARestart() throws Exception {
        receiver.on("/restart", Answer.status(200));
        JsonNode made = create("/restart", "");
        String event = publish();
        next("/restart", 1);
        awaitAttempts(made, event, 1);
        var lanes = server.server().gateway().lanes();
        lanes.pause(server.server()
                .gateway()
                .subscriptions()
                .find(1, made.get("id").asText())
                .orElseThrow());
        assertThat(server.post(one(made) + "/event/" + event + "/redeliver", "").status())
                .isEqualTo(202);
        server.close();
        assertThat(receiver.requests("/restart")).hasSize(1);
        server = ApiServer.start(data, clock);
        next("/restart", 2);
    }

    @Test
    void nothingIsRedeliveredToASubscriptionThatIsOff() {
        JsonNode made = create("/off", "");
        String event = publish();
        next("/off", 1);
        server.put(one(made), body("/off", ",\"active\":false"));
        assertThat(server.post(one(made) + "/event/" + event + "/redeliver", "").status())
                .isEqualTo(409);
    }

    @Test
    void noMoreAttemptsAreInFlightThanTheSubscriptionAllows() {
        receiver.on("/two", Answer.status(200).after(Duration.ofMillis(50)));
        JsonNode made = create("/two", ",\"concurrency\":2");
        IntStream.range(0, 20).forEach(i -> publish());
        next("/two", 20);
        assertThat(receiver.mostAtOnce("/two")).isLessThanOrEqualTo(2);

        receiver.on("/one", Answer.status(200).after(Duration.ofMillis(50)));
        server.put(one(made), body("/one", ",\"concurrency\":1"));
        IntStream.range(0, 5).forEach(i -> publish());
        next("/one", 5);
        assertThat(receiver.mostAtOnce("/one")).isEqualTo(1);
    }

    @Test
    void noMoreAttemptsBeginInASecondThanTheSubscriptionAllows() {
        create("/slowly", ",\"rate_limit\":3");
        create("/freely", "");
        IntStream.range(0, 10).forEach(i -> publish());
        next("/freely", 10);
        next("/slowly", 3);
        for (int seconds = 1; seconds <= 3; seconds++) {
            assertThat(receiver.requests("/slowly")).hasSize(3 * seconds);
            clock.advance(Duration.ofMillis(999));
            // The gateway looks at its clock many times in the time that this takes.
            publish();
            next("/freely", 10 + seconds);
            assertThat(receiver.requests("/slowly")).hasSize(3 * seconds);
            clock.advance(Duration.ofMillis(1));
            next("/slowly", 3 * seconds + 3);
        }
    }
}
