package dev.waystation.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.waystation.api.ApiServer.Reply;
import dev.waystation.delivery.Signatures;
import dev.waystation.testing.Answer;
import dev.waystation.testing.FaultyReceiver;
import dev.waystation.testing.ManualClock;
import dev.waystation.testing.Received;
import dev.waystation.testing.RunEvents;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Only some events, and in another shape. */
class FilterAndTemplateTest {

    private static final String WEBHOOKS = "/api/v3/accounts/1/webhooks";
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path data;

    private final FaultyReceiver receiver = FaultyReceiver.start();
    private final ManualClock clock = ManualClock.at("2026-11-21T10:00:00Z");
    private ApiServer server;

    @BeforeEach
    void start() throws Exception {
        server = ApiServer.start(data, clock);
    }

    @AfterEach
    void stop() {
        server.close();
        receiver.close();
    }

    private String body(String path, String field, String text) {
        return "{\"name\":\"n\",\"client_url\":\"" + receiver.uri(path)
                + "\",\"event_types\":[\"*\"],\"active\":true,\"" + field + "\":"
                + JsonNodeFactory.instance.textNode(text) + "}";
    }

    private JsonNode create(String path, String field, String text) {
        Reply reply = server.post(WEBHOOKS + "/subscriptions", body(path, field, text));
        assertThat(reply.status()).as(reply.text()).isEqualTo(201);
        return reply.data();
    }

    private JsonNode publish(RunEvents event) {
        Reply reply = server.post(WEBHOOKS + "/events", event.json());
        assertThat(reply.status()).as(reply.text()).isEqualTo(202);
        return reply.data().get(0);
    }

    private static String one(JsonNode subscription) {
        return WEBHOOKS + "/subscription/" + subscription.get("id").asText();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "data.runStatus == \"Errored\" and data.environmentId == \"7\"                # 1",
                "data.runStatus == \"Errored\" and data.environmentId == \"8\"                # 0",
                "data.runStatusCode > 10                                                      # 1",
                "data.nothing == 1                                                            # 0",
                "data.nothing.at.all == 1                                                     # 0",
                "not data.nothing                                                             # 1",
                "data.jobName is search_it                                                    # -",
                "\"night\" in data.jobName                                                    # 1",
                "(data.jobName | upper) == \"NIGHTLY\"                                        # 1",
                "eventType in [\"job.run.errored\", \"job.run.canceled\"]                     # 1",
                "accountId == 1                                                               # 1",
                "webhookId                                                                    # 0",
                "true                                                                         # 1",
                "false                                                                        # 0",
            })
    void onlyEventsForWhichTheFilterIsTrueAreDelivered(String filter, String deliveries) {
        if (deliveries.equals("-")) {
            assertThat(server.post(WEBHOOKS + "/subscriptions", body("/f", "filter", filter))
                            .status())
                    .isEqualTo(400);
            return;
        }
        create("/f", "filter", filter);
        JsonNode published = publish(RunEvents.errored().job("1", "nightly").with("environmentId", "7"));
        assertThat(published.get("deliveries").asInt()).isEqualTo(Integer.parseInt(deliveries));
    }

    @Test
    void aChangedFilterCountsForTheNextEventAndAlsoAfterARestart() throws Exception {
        JsonNode made = create("/f", "filter", "data.jobId == \"1\"");
        assertThat(publish(RunEvents.errored().job("2")).get("deliveries").asInt())
                .isZero();
        assertThat(server.put(one(made), body("/f", "filter", "data.jobId == \"2\""))
                        .data()
                        .get("filter")
                        .asText())
                .isEqualTo("data.jobId == \"2\"");
        assertThat(publish(RunEvents.errored().job("2")).get("deliveries").asInt())
                .isEqualTo(1);
        server.close();
        server = ApiServer.start(data, clock);
        assertThat(publish(RunEvents.errored().job("1")).get("deliveries").asInt())
                .isZero();
        String without = body("/f", "description", "no filter in here");
        assertThat(server.put(one(made), without).data().get("filter").asText()).isEqualTo("data.jobId == \"2\"");
        assertThat(server.put(one(made), body("/f", "x", "").replace("\"x\":\"\"", "\"filter\":null"))
                        .data()
                        .has("filter"))
                .isFalse();
        assertThat(publish(RunEvents.errored().job("1")).get("deliveries").asInt())
                .isEqualTo(1);
    }

    @Test
    void aFilterThatFailsOnAnEventLetsItThrough() {
        create("/f", "filter", "data.jobName > 5");
        assertThat(publish(RunEvents.errored().job("1", "nightly"))
                        .get("deliveries")
                        .asInt())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "filter   | data.x ==                        | line 1, column",
                "filter   | a) or (b                         | line 1, column 2",
                "filter   | a }}{{ b                         | line 1, column",
                "filter   | true) %}x{% endif %}{% if (false | line 1, column 5",
                "filter   | data.x | nosuchfilter            | nosuchfilter",
                "template | {{ data.x                        | line 1, column",
                "template | {% if a %}                       | line 1",
                "template | {{ data.x | nosuchfilter }}      | nosuchfilter",
            })
    void whatCannotBeReadIsRefusedWithItsPlace(String row) {
        String[] parts = row.split("\\|");
        String field = parts[0].strip();
        String told = parts[parts.length - 1].strip();
        String text = row.substring(row.indexOf('|') + 1, row.lastIndexOf('|')).strip();
        Reply reply = server.post(WEBHOOKS + "/subscriptions", body("/f", field, text));
        assertThat(reply.status()).as(text).isEqualTo(400);
        assertThat(reply.message()).contains("'" + field + "'", told);
        assertThat(server.get(WEBHOOKS + "/subscriptions").data()).isEmpty();
    }

    @Test
    void theSecondLineOfATemplateIsCountedFromItsOwnBeginning() {
        Reply reply = server.post(WEBHOOKS + "/subscriptions", body("/f", "template", "{\n  {{ data. }}\n}"));
        assertThat(reply.message()).contains("line 2");
    }

    @Test
    void theTemplateMakesTheBodyWhichIsSignedAndStaysTheSame() {
        receiver.on("/t", Answer.status(500), Answer.status(200));
        JsonNode made = create(
                "/t",
                "template",
                "{\"text\": {{ (data.jobName ~ ' ' ~ data.runStatus) | tojson }}, \"hook\": {{ webhookName | tojson }}, \"id\": {{ body.eventId | tojson }}}");
        JsonNode published = publish(RunEvents.errored().job("1", "nightly \"ü\""));
        Received first = receiver.awaitRequests("/t", 1, SOON).get(0);
        String event = published.get("event_id").asText();
        JsonNode sent = parse(first.text());
        assertThat(sent.get("text").asText()).isEqualTo("nightly \"ü\" Errored");
        assertThat(sent.get("hook").asText()).isEqualTo("n");
        assertThat(sent.get("id").asText()).isEqualTo(event);
        assertThat(first.header("Authorization"))
                .isEqualTo(Signatures.dbt(made.get("hmac_secret").asText(), first.body()));

        ApiServer.await(
                "the attempt is in the log",
                () -> server.get(one(made) + "/event/" + event + "/receipt").status() == 200);
        server.put(one(made), body("/t", "template", "changed {{ eventId }}"));
        clock.advance(Duration.ofSeconds(10));
        Received second = receiver.awaitRequests("/t", 2, SOON).get(1);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(server.get(one(made) + "/events")
                        .data()
                        .get(0)
                        .get("payload")
                        .asText())
                .isEqualTo(first.text());

        String later = publish(RunEvents.errored()).get("event_id").asText();
        assertThat(receiver.awaitRequests("/t", 3, SOON).get(2).text()).isEqualTo("changed " + later);
        assertThat(server.get(one(made) + "/test")
                        .data()
                        .get("verification_status_code")
                        .asText())
                .isEqualTo("200");
        assertThat(receiver.requests("/t").get(3).text()).startsWith("changed wev_");
    }

    @Test
    void aTemplateThatFailsIsAFailedAttemptAndAMendedOneIsUsedNextTime() {
        JsonNode made = create("/t", "template", "{{ data.jobName + 5 }}");
        String event =
                publish(RunEvents.errored().job("1", "nightly")).get("event_id").asText();
        String receipt = one(made) + "/event/" + event + "/receipt";
        ApiServer.await("the attempt is in the log", () -> server.get(receipt).status() == 200);
        JsonNode told = server.get(receipt).data().get(0);
        assertThat(told.get("error").asText()).isEqualTo("template");
        assertThat(told.get("error_info").asText()).contains("template failed", "line 1");
        assertThat(receiver.requests()).isEmpty();
        server.put(one(made), body("/t", "template", "{{ data.jobName }}"));
        clock.advance(Duration.ofSeconds(10));
        assertThat(receiver.awaitRequests("/t", 1, SOON).get(0).text()).isEqualTo("nightly");
    }

    @Test
    void aDeliveryThatWasSentAsItIsIsRedeliveredAsItIs() {
        receiver.on("/t", Answer.status(500), Answer.status(200));
        JsonNode made = create("/t", "description", "no template yet");
        publish(RunEvents.errored());
        Received first = receiver.awaitRequests("/t", 1, SOON).get(0);
        ApiServer.await(
                "the attempt is in the log",
                () -> server.get(one(made) + "/events")
                                .data()
                                .get(0)
                                .get("attempts")
                                .asInt()
                        == 1);
        server.put(one(made), body("/t", "template", "new"));
        clock.advance(Duration.ofSeconds(10));
        assertThat(receiver.awaitRequests("/t", 2, SOON).get(1).body()).isEqualTo(first.body());
    }

    private static JsonNode parse(String text) {
        try {
            return ApiServer.JSON.readTree(text);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }
}
