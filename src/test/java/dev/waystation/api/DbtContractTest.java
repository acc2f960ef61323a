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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients of dbt Cloud's webhook API send, and what they rely on in the answers. */
class DbtContractTest {

    private static final String WEBHOOKS = "/api/v3/accounts/123/webhooks";
    private static final String LIST = WEBHOOKS + "/subscriptions";

    @TempDir
    static Path data;

    static FaultyReceiver receiver;
    static ManualClock clock = ManualClock.at("2026-11-21T10:00:00.123456Z");
    static ApiServer server;

    @BeforeAll
    static void start() throws Exception {
        receiver = FaultyReceiver.start();
        server = ApiServer.start(data, clock, "waystation.api.duplicate-window", "0s");
    }

    @AfterAll
    static void stop() {
        server.close();
        receiver.close();
    }

    private static String one(String id) {
        return WEBHOOKS + "/subscription/" + id;
    }

    private static JsonNode create(String body) {
        Reply reply = server.post(LIST, body);
        assertThat(reply.status()).as(reply.text()).isEqualTo(201);
        return reply.data();
    }

    private static JsonNode create(String name, String url, String more) {
        return create("{\"name\":\"" + name + "\",\"client_url\":\"" + url
                + "\",\"event_types\":[\"job.run.completed\"],\"active\":true" + more + "}");
    }

    private static String publish(RunEvents event) {
        Reply reply = server.post(WEBHOOKS + "/events", event.json());
        assertThat(reply.status()).as(reply.text()).isEqualTo(202);
        return reply.data().get(0).get("event_id").asText();
    }

    // ---- The requests of real clients -------------------------------------------------------------------------------

    /** As in dbt's documentation, tabs and all. */
    private static final String FROM_THE_DOCUMENTATION = """
            {
            \t"event_types": [
            \t\t\t"job.run.started"
            \t],
            \t"name": "Webhook for jobs",
            \t"client_url": "https://test.com",
            \t"active": true,
            \t"description": "A webhook for when jobs are started",
            \t"job_ids": [
            \t\t\t123,
            \t\t\t321
            \t]
            }
            """;

    @Test
    void theDocumentedCreateIsAnsweredFieldByFieldAsDocumented() {
        Reply reply = server.post(LIST, FROM_THE_DOCUMENTATION);
        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.json().get("status").toString()).isEqualTo("{\"code\":201}");
        JsonNode made = reply.data();
        assertThat(made.get("id").asText()).matches("wsu_[0-9A-Za-z]{27}");
        assertThat(made.get("account_identifier").asText()).startsWith("act_");
        assertThat(made.get("name").asText()).isEqualTo("Webhook for jobs");
        assertThat(made.get("description").asText()).isEqualTo("A webhook for when jobs are started");
        assertThat(made.get("job_ids").toString()).isEqualTo("[\"123\",\"321\"]");
        assertThat(made.get("event_types").toString()).isEqualTo("[\"job.run.started\"]");
        assertThat(made.get("client_url").asText()).isEqualTo("https://test.com");
        assertThat(made.get("hmac_secret").asText()).isNotBlank();
        assertThat(made.get("active").isBoolean()).isTrue();
        assertThat(made.get("created_at").isTextual()).isTrue();
        assertThat(made.get("created_at").asText()).matches("[0-9]{16}");
        assertThat(made.get("updated_at").asText())
                .isEqualTo(made.get("created_at").asText());
        assertThat(made.get("account_id").toString()).isEqualTo("\"123\"");
        assertThat(made.get("http_status_code").toString()).isEqualTo("\"0\"");
        List<String> names = new ArrayList<>();
        made.fieldNames().forEachRemaining(names::add);
        assertThat(names)
                .containsExactlyInAnyOrder(
                        "id",
                        "account_identifier",
                        "name",
                        "description",
                        "job_ids",
                        "event_types",
                        "client_url",
                        "hmac_secret",
                        "active",
                        "created_at",
                        "updated_at",
                        "account_id",
                        "http_status_code");
    }

    @Test
    void terraformCreatesReadsChangesAndReadsAgain() {
        JsonNode made = create("{\"id\":\"\",\"name\":\"n\",\"client_url\":\"https://example.com\","
                + "\"event_types\":[\"job.run.started\",\"job.run.completed\"],\"job_ids\":[],\"active\":true}");
        String id = made.get("id").asText();
        assertThat(id).startsWith("wsu_");
        assertThat(made.get("hmac_secret").isTextual()).isTrue();

        JsonNode read = server.get(one(id)).data();
        assertThat(read.get("job_ids").toString()).isEqualTo("[]");
        assertThat(read.has("hmac_secret")).isFalse();
        assertThat(read.get("account_identifier").asText()).isNotBlank();
        assertThat(read.get("http_status_code").isTextual()).isTrue();

        Reply put = server.put(
                one(id),
                "{\"id\":\"" + id + "\",\"name\":\"n2\",\"client_url\":\"https://example.com\","
                        + "\"event_types\":[\"job.run.errored\"],\"job_ids\":[7],\"active\":false}");
        assertThat(put.status()).isEqualTo(200);
        assertThat(put.json().get("status").toString()).isEqualTo("{\"code\":200}");
        JsonNode after = server.get(one(id)).data();
        assertThat(after).isEqualTo(put.data());
        assertThat(after.get("name").asText()).isEqualTo("n2");
        assertThat(after.get("description").toString()).isEqualTo("\"\"");
        assertThat(after.get("job_ids").toString()).isEqualTo("[\"7\"]");
        assertThat(after.get("active").toString()).isEqualTo("false");
        assertThat(after.has("hmac_secret")).isFalse();
    }

    @Test
    void terraformFindsItsAccountWhenItStarts() {
        for (String path : List.of("/api/v2/accounts/", "/api/v2/accounts", "/api/v3/accounts/")) {
            Reply reply = server.get(path);
            assertThat(reply.status()).isEqualTo(200);
            List<Integer> ids = new ArrayList<>();
            reply.data().forEach(account -> {
                assertThat(account.get("id").isIntegralNumber()).isTrue();
                ids.add(account.get("id").asInt());
            });
            assertThat(ids).containsExactly(1, 2, 123);
        }
    }

    @Test
    void pipedreamCreatesWithoutJobsAndDescriptionAndDeletes() {
        JsonNode made = create("{\"event_types\":[\"job.run.completed\"],\"name\":\"Pipedream Webhook\","
                + "\"client_url\":\"https://endpoint.m.pipedream.net\",\"active\":true}");
        assertThat(made.get("description").asText()).isEmpty();
        assertThat(made.get("job_ids").toString()).isEqualTo("[]");
        String id = made.get("id").asText();

        Reply deleted = server.delete(one(id));
        assertThat(deleted.status()).isEqualTo(200);
        assertThat(deleted.text())
                .isEqualTo("{\"data\":{\"id\":\"" + id + "\"},\"status\":{\"code\":200,\"is_success\":true}}");
        Reply again = server.delete(one(id));
        assertThat(again.status()).isEqualTo(404);
    }

    @Test
    void dbtcSendsBearerAndOneJobAsANumber() {
        Reply reply = server.sendWith(
                "POST",
                LIST,
                "{\"active\": true, \"client_url\": \"https://grai.example\", \"event_types\": [\"job.run.completed\"],"
                        + " \"name\": \"grai\", \"job_ids\": 77}",
                "Authorization",
                "Bearer " + ApiServer.TOKEN,
                "Content-Type",
                "application/json");
        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.data().get("job_ids").toString()).isEqualTo("[\"77\"]");
    }

    @Test
    void theListTellsHowManyThereAreAndStopsAtTheEnd() {
        String list = "/api/v3/accounts/2/webhooks/subscriptions";
        for (int i = 0; i < 12; i++) {
            assertThat(server.post(
                                    list,
                                    "{\"name\":\"n" + i
                                            + "\",\"client_url\":\"https://x.example\",\"event_types\":[\"job.run.started\"],\"active\":true}")
                            .status())
                    .isEqualTo(201);
        }
        Reply first = server.get(list);
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.data()).hasSize(10);
        assertThat(first.json().get("extra").toString())
                .isEqualTo(
                        "{\"pagination\":{\"total_count\":12,\"count\":10},\"filters\":{\"offset\":0,\"limit\":10}}");
        // dbtcloud-terraforming asks for what comes after all that it has, until it has all.
        Reply second = server.get(list + "?offset=10");
        assertThat(second.data()).hasSize(2);
        assertThat(second.json().at("/extra/pagination/count").asInt()).isEqualTo(2);
        Reply end = server.get(list + "/?offset=12&limit=5&include_related=job");
        assertThat(end.data()).isEmpty();
        assertThat(end.json().at("/extra/pagination/count").asInt()).isZero();
        end.data().forEach(s -> assertThat(s.has("hmac_secret")).isFalse());
        assertThat(server.get(list + "?limit=0").status()).isEqualTo(400);
        assertThat(server.get(list + "?limit=x").message()).contains("'limit'");
    }

    @Test
    void trailingSlashesAreTolerated() {
        JsonNode made = server.post(LIST + "/", FROM_THE_DOCUMENTATION).data();
        String path = one(made.get("id").asText()) + "/";
        assertThat(server.get(path).status()).isEqualTo(200);
        assertThat(server.get(path + "events/").status()).isEqualTo(200);
        assertThat(server.put(path, FROM_THE_DOCUMENTATION).status()).isEqualTo(200);
        assertThat(server.delete(path).status()).isEqualTo(200);
    }

    // ---- What a change means ----------------------------------------------------------------------------------------

    @Test
    void aChangeCountsForTheNextEvent() {
        JsonNode made = create("moves", receiver.uri("/moves-1").toString(), "");
        publish(RunEvents.completed());
        receiver.awaitRequests("/moves-1", 1, Duration.ofSeconds(10));
        String id = made.get("id").asText();
        server.put(
                one(id),
                "{\"name\":\"moved\",\"client_url\":\"" + receiver.uri("/moves-2")
                        + "\",\"event_types\":[\"job.run.errored\"],\"active\":true}");
        publish(RunEvents.completed());
        publish(RunEvents.errored());
        Received got =
                receiver.awaitRequests("/moves-2", 1, Duration.ofSeconds(10)).get(0);
        assertThat(got.text()).contains("job.run.errored", "\"webhookName\":\"moved\"", id);
        assertThat(receiver.requests("/moves-1")).hasSize(1);
    }

    @Test
    void aSubscriptionThatWasSwitchedOffIsRevivedByANewAddressOrByBeingWantedActive() {
        for (boolean byAddress : List.of(true, false)) {
            String path = "/gone-" + byAddress;
            receiver.on(path, Answer.status(410), Answer.status(200));
            String id =
                    create("gone", receiver.uri(path).toString(), "").get("id").asText();
            publish(RunEvents.completed());
            ApiServer.await(
                    "switched off",
                    () -> !server.get(one(id)).data().get("active").asBoolean());
            JsonNode off = server.get(one(id)).data();
            assertThat(off.get("deactivate_reason").asText()).contains("410");
            assertThat(off.get("http_status_code").asText()).isEqualTo("410");

            String now = byAddress ? path + "-new" : path;
            String types = "\"event_types\":[\"job.run.completed\"],\"name\":\"gone\"";
            Reply revived = server.put(
                    one(id),
                    "{" + types + ",\"active\":" + !byAddress + ",\"client_url\":\"" + receiver.uri(now) + "\"}");
            assertThat(revived.data().get("active").asBoolean()).isTrue();
            assertThat(revived.data().has("deactivate_reason")).isFalse();
            int before = receiver.requests(now).size();
            publish(RunEvents.completed());
            receiver.awaitRequests(now, before + 1, Duration.ofSeconds(10));
            server.delete(one(id));
        }
    }

    @Test
    void inactiveStaysInactiveWhenItsAddressStays() {
        JsonNode made = create("off", "https://off.example", "");
        String id = made.get("id").asText();
        String off =
                "{\"name\":\"off\",\"client_url\":\"https://off.example\",\"event_types\":[\"job.run.completed\"],\"active\":false}";
        assertThat(server.put(one(id), off).data().get("active").asBoolean()).isFalse();
        assertThat(server.put(one(id), off).data().get("active").asBoolean()).isFalse();
        assertThat(server.get(one(id)).data().get("active").asBoolean()).isFalse();
    }

    @Test
    void whatIsOwedToADeletedSubscriptionIsGivenUp() {
        receiver.on("/deleted", Answer.status(500), Answer.status(200));
        String id = create("deleted", receiver.uri("/deleted").toString(), "")
                .get("id")
                .asText();
        publish(RunEvents.completed());
        receiver.awaitRequests("/deleted", 1, Duration.ofSeconds(10));
        ApiServer.await(
                "the failed attempt is in the log",
                () -> server.get(one(id) + "/events")
                                .data()
                                .get(0)
                                .get("attempts")
                                .asInt()
                        == 1);
        assertThat(server.delete(one(id)).status()).isEqualTo(200);
        assertThat(server.get(one(id)).status()).isEqualTo(404);
        assertThat(server.get(one(id) + "/events").status()).isEqualTo(404);
        clock.advance(Duration.ofHours(2));
        publish(RunEvents.completed());
        assertThat(receiver.requests("/deleted")).hasSize(1);
    }

    // ---- Test, deliveries, receipts ---------------------------------------------------------------------------------

    @Test
    void aTestSendsOneSignedSampleAndAnswersAsBothGenerationsDo() {
        JsonNode made = create("tested", receiver.uri("/tested").toString(), "");
        String id = made.get("id").asText();
        Reply reply = server.get(one(id) + "/test");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.data().get("verification_status_code").toString()).isEqualTo("\"200\"");
        assertThat(reply.data().get("verification_error").isNull()).isTrue();
        String eventId = reply.data().get("event_id").asText();
        assertThat(eventId).matches("wev_[0-9A-Za-z]{27}");

        Received got = receiver.requests("/tested").get(0);
        assertThat(receiver.requests("/tested")).hasSize(1);
        assertThat(got.header("Authorization"))
                .isEqualTo(Signatures.dbt(made.get("hmac_secret").asText(), got.body()));
        assertThat(got.text()).contains(eventId, id, "\"runStatus\":\"Success\"", "runFinishedAt");

        Reply receipt = server.get(one(id) + "/event/" + eventId + "/receipt");
        assertThat(receipt.status()).isEqualTo(200);
        assertThat(receipt.data()).hasSize(1);
        assertThat(receipt.data().get(0).get("http_status_code").asText()).isEqualTo("200");
    }

    @Test
    void aTestThatFailsSaysWhyAndIsNotRepeated() {
        receiver.on("/broken", Answer.status(500).withBody("no way"));
        String id = create("broken", receiver.uri("/broken").toString(), "")
                .get("id")
                .asText();
        JsonNode data = server.get(one(id) + "/test").data();
        assertThat(data.get("verification_status_code").asText()).isEqualTo("500");
        assertThat(data.get("verification_error").asText()).contains("500");
        clock.advance(Duration.ofHours(1));
        JsonNode event = server.get(one(id) + "/events").data().get(0);
        assertThat(event.get("delivery_status").asText()).isEqualTo("failed");
        assertThat(event.get("attempts").asInt()).isEqualTo(1);
    }

    @Test
    void deliveriesAndReceiptsHaveTheDocumentedTypes() {
        receiver.on(
                "/logged",
                Answer.status(503).withBody("busy"),
                Answer.status(200).withBody("thanks"));
        String id = create("logged", receiver.uri("/logged").toString(), "")
                .get("id")
                .asText();
        String eventId = publish(RunEvents.completed().job("42"));
        receiver.awaitRequests("/logged", 1, Duration.ofSeconds(10));
        ApiServer.await(
                "the attempt is in the log",
                () -> server.get(one(id) + "/event/" + eventId + "/receipt").status() == 200);
        clock.advance(Duration.ofSeconds(10));
        receiver.awaitRequests("/logged", 2, Duration.ofSeconds(10));
        ApiServer.await(
                "the second attempt is in the log",
                () -> server.get(one(id) + "/event/" + eventId + "/receipt")
                                .data()
                                .size()
                        == 2);

        Reply events = server.get(one(id) + "/events");
        assertThat(events.json().at("/extra/pagination/total_count").asInt()).isEqualTo(1);
        JsonNode event = events.data().get(0);
        for (String field : List.of(
                "id",
                "subscription_id",
                "account_identifier",
                "job_id",
                "trigger_event_type",
                "payload",
                "http_status_code",
                "account_id")) {
            assertThat(event.get(field).isTextual()).as(field).isTrue();
        }
        assertThat(event.get("id").asText()).isEqualTo(eventId);
        assertThat(event.get("job_id").asText()).isEqualTo("42");
        assertThat(event.get("http_status_code").asText()).isEqualTo("200");
        assertThat(event.get("payload").asText())
                .isEqualTo(receiver.requests("/logged").get(0).text());

        JsonNode receipts =
                server.get(one(id) + "/event/" + eventId + "/receipt").data();
        for (JsonNode receipt : receipts) {
            for (String field : List.of(
                    "id",
                    "event_id",
                    "subscription_id",
                    "dispatched_at",
                    "http_status_code",
                    "error_info",
                    "request_body",
                    "request_headers",
                    "response_body")) {
                assertThat(receipt.get(field).isTextual()).as(field).isTrue();
            }
            assertThat(receipt.get("request_body").asText())
                    .isEqualTo(event.get("payload").asText());
            assertThat(receipt.get("request_headers").asText())
                    .contains("(redacted)")
                    .doesNotContain(receiver.requests("/logged").get(0).header("Authorization"));
        }
        assertThat(receipts.get(0).get("response_body").asText()).isEqualTo("thanks");
        assertThat(receipts.get(1).get("response_body").asText()).isEqualTo("busy");
        assertThat(receipts.get(1).get("http_status_code").asText()).isEqualTo("503");

        assertThat(server.get(WEBHOOKS + "/event/" + eventId).data().get("id").asText())
                .isEqualTo(eventId);
        assertThat(server.get(WEBHOOKS + "/event/" + eventId + "/receipts")
                        .data()
                        .toString())
                .contains("thanks", "busy");
        JsonNode receipt = server.get(
                        WEBHOOKS + "/receipt/" + receipts.get(1).get("id").asText())
                .data();
        assertThat(receipt).isEqualTo(receipts.get(1));
        JsonNode subscription = server.get(one(id)).data();
        assertThat(subscription.get("http_status_code").toString()).isEqualTo("\"200\"");
        assertThat(subscription.get("dispatched_at").asText()).matches("[0-9]{16}");
    }

    @Test
    void aReceiptIsNotThereWhileTheDeliveryIsPending() {
        String id = create("waiting", receiver.uri("/waiting").toString(), "")
                .get("id")
                .asText();
        var subscription =
                server.server().gateway().subscriptions().find(123, id).orElseThrow();
        server.server().gateway().lanes().pause(subscription);
        String eventId = publish(RunEvents.completed());
        assertThat(server.get(one(id) + "/event/" + eventId + "/receipt").status())
                .isEqualTo(404);
        JsonNode event = server.get(one(id) + "/events").data().get(0);
        assertThat(event.get("http_status_code").asText()).isEqualTo("0");
        assertThat(event.get("delivery_status").asText()).isEqualTo("pending");
        assertThat(server.get(one(id)).data().has("dispatched_at")).isFalse();
        server.server().gateway().lanes().resume(subscription);
        receiver.awaitRequests("/waiting", 1, Duration.ofSeconds(10));
    }

    @Test
    void theListOfDeliveriesIsNewestFirstAndPaged() {
        String id = create("paged", receiver.uri("/paged").toString(), ",\"job_ids\":[\"999\"]")
                .get("id")
                .asText();
        List<String> published = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            clock.advance(Duration.ofMillis(5));
            published.add(0, publish(RunEvents.completed().job("999")));
        }
        receiver.awaitRequests("/paged", 5, Duration.ofSeconds(10));
        List<String> listed = new ArrayList<>();
        server.get(one(id) + "/events?limit=3")
                .data()
                .forEach(e -> listed.add(e.get("id").asText()));
        server.get(one(id) + "/events?limit=3&offset=3")
                .data()
                .forEach(e -> listed.add(e.get("id").asText()));
        assertThat(listed).isEqualTo(published);
    }

    // ---- Errors -----------------------------------------------------------------------------------------------------

    private static final String VALID =
            "{\"name\":\"n\",\"client_url\":\"https://x.example\",\"event_types\":[\"job.run.started\"],\"active\":true";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "name|null",
                "name|\"\"",
                "name|\"  \"",
                "name|5",
                "event_types|[]",
                "event_types|null",
                "event_types|\"job.run.started\"",
                "event_types[0]|[\"job.run.cancelled\"]",
                "event_types[0]|[\"\"]",
                "event_types[1]|[\"job.run.started\",\"a b\"]",
                "event_types[0]|[\"a*b\"]",
                "event_types[0]|[7]",
                "client_url|null",
                "client_url|\"ftp://x.example\"",
                "client_url|\"https://\"",
                "client_url|\"not an address\"",
                "client_url|[]",
                "job_ids|\"1\"",
                "job_ids|{}",
                "job_ids[0]|[\"one\"]",
                "job_ids[1]|[1,2.5]",
                "job_ids[0]|[-1]",
                "job_ids[0]|[null]",
                "active|\"true\"",
                "description|5",
                "signature|\"sha1\"",
                "headers|[]",
                "headers.X|{\"X\":1}",
                "headers|{\"Host\":\"elsewhere\"}",
                "headers|{\"Authorization\":\"Basic abc\"}",
                "headers|{\"webhook-id\":\"1\"}",
                "headers|{\"X-A\":\"1\\r\\nX-B: 2\"}",
                "headers|{\"X A\":\"1\"}",
                "concurrency|0",
                "concurrency|\"1\"",
                "rate_limit|-1",
                "rate_limit|1.5",
            })
    void badInputIsNamedAndChangesNothing(String field, String value) {
        String key = field.replaceAll("[\\[.].*", "");
        String body = VALID + ",\"" + key + "\":" + value + "}";
        int before = server.get(LIST).json().at("/extra/pagination/total_count").asInt();
        Reply reply = server.post(LIST, body);
        assertThat(reply.status()).as(body).isEqualTo(400);
        assertThat(reply.message()).contains("'" + field + "'");
        assertThat(reply.json().get("data").isNull()).isTrue();
        assertThat(reply.json().at("/status/code").asInt()).isEqualTo(400);
        assertThat(reply.json().at("/status/is_success").asBoolean(true)).isFalse();
        assertThat(reply.json().at("/status/developer_message").isTextual()).isTrue();
        assertThat(server.get(LIST).json().at("/extra/pagination/total_count").asInt())
                .isEqualTo(before);

        String id = create("kept", "https://kept.example", "").get("id").asText();
        JsonNode kept = server.get(one(id)).data();
        assertThat(server.put(one(id), body).status()).isEqualTo(400);
        assertThat(server.get(one(id)).data()).isEqualTo(kept);
        server.delete(one(id));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "job.run.started",
                "job.run.completed",
                "job.run.errored",
                "github.push",
                "github.*",
                "*",
                "prefect.flow-run.Completed"
            })
    void namesOfEventsAndTheirBeginningsAreTaken(String type) {
        String id = create("{\"name\":\"t\",\"client_url\":\"https://x.example\",\"event_types\":[\"" + type
                        + "\"],\"active\":true}")
                .get("id")
                .asText();
        assertThat(server.get(one(id)).data().get("event_types").get(0).asText())
                .isEqualTo(type);
        server.delete(one(id));
    }

    @Test
    void longNamesAreRefused() {
        assertThat(server.post(LIST, VALID + ",\"name\":\"" + "x".repeat(256) + "\"}")
                        .message())
                .contains("'name'");
        assertThat(server.post(LIST, VALID + ",\"event_types\":[\"" + "x".repeat(201) + "\"]}")
                        .message())
                .contains("'event_types[0]'");
        assertThat(server.post(LIST, VALID + ",\"description\":\"" + "x".repeat(4_001) + "\"}")
                        .message())
                .contains("'description'");
    }

    @Test
    void everyFailureHasTheEnvelope() {
        String missing = one("wsu_doesNotExist");
        check(server.get(missing), 404);
        check(server.put(missing, FROM_THE_DOCUMENTATION), 404);
        check(server.delete(missing), 404);
        check(server.get(missing + "/test"), 404);
        check(server.get(missing + "/events"), 404);
        check(server.get(missing + "/event/wev_x/receipt"), 404);
        check(server.get(WEBHOOKS + "/event/wev_x"), 404);
        check(server.get(WEBHOOKS + "/event/wev_x/receipts"), 404);
        check(server.get(WEBHOOKS + "/receipt/rcp_1"), 404);
        check(server.get(WEBHOOKS + "/receipt/x"), 404);
        check(server.get("/api/v3/accounts/77/webhooks/subscriptions"), 404);
        check(server.get("/api/v3/accounts/abc/webhooks/subscriptions"), 404);
        check(server.sendWith("PATCH", missing, "{}", "Authorization", "Token " + ApiServer.TOKEN), 405);
        check(server.delete(LIST), 405);
        check(server.get(WEBHOOKS + "/nothing"), 404);
        check(server.sendWith("GET", LIST, null), 401);
        check(server.send("wrong", "GET", LIST, null), 401);
        check(server.sendWith("GET", LIST, null, "Authorization", ApiServer.TOKEN), 401);
        check(server.post(LIST, "{"), 400);
        check(server.post(LIST, ""), 400);
        check(server.post(LIST, "[]"), 400);
        check(server.post(LIST, "x".repeat((1 << 20) + 1)), 413);
        Reply form = server.sendWith(
                "POST",
                LIST,
                "name=n",
                "Authorization",
                "Token " + ApiServer.TOKEN,
                "Content-Type",
                "application/x-www-form-urlencoded");
        check(form, 415);
        assertThat(form.message()).contains("application/json");
    }

    private static void check(Reply reply, int status) {
        assertThat(reply.status()).as(reply.text()).isEqualTo(status);
        assertThat(reply.json()).as(reply.text()).isNotNull();
        assertThat(reply.json().get("data").isNull()).isTrue();
        JsonNode told = reply.json().get("status");
        assertThat(told.get("code").asInt()).isEqualTo(status);
        assertThat(told.get("is_success").asBoolean(true)).isFalse();
        assertThat(told.get("user_message").asText()).isNotBlank();
        assertThat(told.get("developer_message").isTextual()).isTrue();
    }

    @Test
    void headersAndParametersCannotStandInForThePath() {
        String id = create("mine", "https://mine.example", "").get("id").asText();
        Reply reply = server.sendWith(
                "GET",
                one(id) + "?account=2&subscription=wsu_other",
                null,
                "Authorization",
                "Token " + ApiServer.TOKEN,
                "account",
                "2",
                "subscription",
                "wsu_other",
                "CamelHttpPath",
                "/api/v3/accounts/2/webhooks/subscription/wsu_other");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.data().get("id").asText()).isEqualTo(id);
        assertThat(server.get(one(id).replace("/123/", "/1/")).status()).isEqualTo(404);
    }

    @Test
    void subscriptionsAreThereAfterARestart(@TempDir Path other) throws Exception {
        String path;
        JsonNode before;
        try (ApiServer first = ApiServer.start(other, clock)) {
            JsonNode made = first.post(
                            LIST,
                            VALID
                                    + ",\"headers\":{\"X-Team\":\"data\",\"X-Api-Key\":\"k\"},\"signature\":\"standard\",\"concurrency\":2,\"rate_limit\":5}")
                    .data();
            path = one(made.get("id").asText());
            before = first.get(path).data();
        }
        try (ApiServer second = ApiServer.start(other, clock)) {
            assertThat(second.get(path).data()).isEqualTo(before);
            assertThat(before.get("headers").toString())
                    .isEqualTo("{\"X-Team\":\"data\",\"X-Api-Key\":\"(redacted)\"}");
        }
    }

    @Test
    void anAttemptWithoutAnAnswerInTimeIsA504() throws Exception {
        try (FaultyReceiver slow = FaultyReceiver.start();
                ApiServer hurried = ApiServer.start(
                        data.resolve("hurried"),
                        ManualClock.at(Instant.parse("2026-11-21T10:00:00Z")),
                        "waystation.delivery.timeout",
                        "300ms")) {
            slow.on("/slow", Answer.hang());
            String id = hurried.post(LIST, VALID + ",\"client_url\":\"" + slow.uri("/slow") + "\"}")
                    .data()
                    .get("id")
                    .asText();
            JsonNode data = hurried.get(one(id) + "/test").data();
            assertThat(data.get("verification_status_code").toString()).isEqualTo("\"504\"");
            assertThat(data.get("verification_error").asText()).isNotBlank();
            assertThat(hurried.get(one(id)).data().get("http_status_code").toString())
                    .isEqualTo("\"504\"");
        }
    }
}
