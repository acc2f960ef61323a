package dev.waystation.api.prefect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.waystation.testing.FaultyReceiver;
import dev.waystation.testing.GatewayClient;
import dev.waystation.testing.ManualClock;
import dev.waystation.testing.RunEvents;
import dev.waystation.testing.TestGateway;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Prefect's events API as its clients use it, over HTTP and the shipped routes. */
class EventsApiTest {

    private static final String ACCOUNT = "00000000-0000-0000-0000-000000000001";
    private static final String OTHER_ACCOUNT = "00000000-0000-0000-0000-000000000002";
    private static final String EVENTS = "/api/accounts/" + ACCOUNT + "/workspaces/" + UUID.randomUUID() + "/events";
    private static final Instant NOW = Instant.parse("2026-03-10T10:30:00Z");

    @TempDir
    Path data;

    private final ManualClock clock = ManualClock.at(NOW);
    private TestGateway waystation;

    @BeforeEach
    void start() {
        waystation = TestGateway.in(data)
                .clock(clock)
                .with("waystation.accounts", "1,2")
                .start();
    }

    @AfterEach
    void stop() {
        waystation.close();
    }

    @Test
    void events_that_are_sent_in_are_in_the_feed_and_fan_out() throws Exception {
        try (FaultyReceiver receiver = FaultyReceiver.start()) {
            waystation.client().subscribe("all", receiver.uri("/all"), "model.*");
            String id = UUID.randomUUID().toString();

            HttpResponse<String> answer =
                    post("", "[" + event(id, NOW.minusSeconds(60), "model.refreshed", "models.a") + "]");

            assertThat(answer.statusCode()).isEqualTo(204);
            assertThat(answer.body()).isEmpty();
            JsonNode delivered = JsonMapper.builder()
                    .build()
                    .readTree(receiver.awaitRequests("/all", 1, Duration.ofSeconds(20))
                            .get(0)
                            .text());
            JsonNode page = json(post("/filter", ""));
            assertThat(page.get("total").asInt()).isEqualTo(1);
            assertThat(page.get("next_page").isNull()).isTrue();
            assertThat(page.get("events").get(0)).isEqualTo(delivered);
            assertThat(delivered.get("id").asText()).isEqualTo(id);
            assertThat(delivered.get("received").asText()).isEqualTo("2026-03-10T10:30:00Z");
        }
    }

    @Test
    void the_same_event_sent_again_is_one_event() {
        String event = event("e", NOW);
        assertThat(post("", "[" + event + "," + event + "]").statusCode()).isEqualTo(204);
        assertThat(post("", "[" + event + "]").statusCode()).isEqualTo(204);
        assertThat(json(post("/filter", "{}")).get("total").asInt()).isEqualTo(1);
    }

    @Test
    void one_bad_event_refuses_the_batch_and_every_problem_is_named() {
        HttpResponse<String> answer = post(
                "", "[" + event("e", NOW) + ",{\"event\":\"e\",\"resource\":{\"prefect.resource.id\":\"r\",\"n\":1}}]");
        assertThat(answer.statusCode()).isEqualTo(422);
        JsonNode error = json(answer);
        assertThat(error.get("exception_message").asText()).isEqualTo("Invalid request received.");
        assertThat(error.get("exception_detail").findValuesAsText("type"))
                .containsExactlyInAnyOrder("missing", "missing", "string_type");
        assertThat(error.get("exception_detail").toString()).contains("[\"body\",1,\"resource\",\"n\"]");
        assertThat(json(post("/filter", "{}")).get("total").asInt()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{\"event\":\"e\"}|list_type", "[|json_invalid", "''|json_invalid"})
    void what_is_no_list_of_events_is_422(String body, String type) {
        HttpResponse<String> answer = post("", body);
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(json(answer).get("exception_detail").get(0).get("type").asText())
                .isEqualTo(type);
    }

    @Test
    void an_empty_list_is_204() {
        assertThat(post("", "[]").statusCode()).isEqualTo(204);
    }

    @Test
    void run_events_are_in_the_feed_in_prefects_form() {
        waystation.client().publish(RunEvents.errored().job("42", "Nightly").at(NOW.minusSeconds(5)));
        JsonNode event = json(post("/filter", "{\"filter\":{\"resource\":{\"id\":[\"dbt.job.42\"]}}}"))
                .get("events")
                .get(0);
        assertThat(event.get("event").asText()).isEqualTo("job.run.errored");
        assertThat(event.get("resource").get("prefect.resource.name").asText()).isEqualTo("Nightly");
        assertThat(event.get("payload").get("data").get("jobId").asText()).isEqualTo("42");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void the_link_to_the_next_page_is_absolute_and_can_be_followed_as_it_is(boolean proxy) {
        for (int i = 0; i < 7; i++) {
            post("", "[" + event("e" + i, NOW.minusSeconds(100 - i)) + "]");
        }
        List<String> seen = new ArrayList<>();
        HttpRequest.Builder first = waystation
                .client()
                .request(EVENTS + "/filter")
                .POST(HttpRequest.BodyPublishers.ofString("{\"limit\":3}"));
        if (proxy) {
            first.header("X-Forwarded-Proto", "https").header("X-Forwarded-Host", "hooks.example.com");
        }
        JsonNode page = json(waystation.client().send(first));
        if (proxy) {
            assertThat(page.get("next_page").asText())
                    .startsWith("https://hooks.example.com" + EVENTS + "/filter/next?page-token=");
        }
        while (true) {
            page.get("events").forEach(event -> seen.add(event.get("event").asText()));
            assertThat(page.get("total").asInt()).isEqualTo(7);
            if (page.get("next_page").isNull()) {
                break;
            }
            URI next = URI.create(page.get("next_page").asText());
            page = json(waystation.client().get(next.getRawPath() + "?" + next.getRawQuery()));
        }
        assertThat(seen).containsExactly("e6", "e5", "e4", "e3", "e2", "e1", "e0");
    }

    @Test
    void a_page_token_of_another_account_or_none_is_refused() {
        post("", "[" + event("a", NOW) + "," + event("b", NOW) + "]");
        URI next = URI.create(
                json(post("/filter", "{\"limit\":1}")).get("next_page").asText());
        assertThat(get(next.getRawPath().replace(ACCOUNT, OTHER_ACCOUNT) + "?" + next.getRawQuery()))
                .isEqualTo(403);
        assertThat(get(EVENTS + "/filter/next?page-token=nonsense")).isEqualTo(403);
        assertThat(get(EVENTS + "/filter/next")).isEqualTo(422);
    }

    @Test
    void accounts_do_not_see_each_others_events() {
        post("", "[" + event("e", NOW) + "]");
        HttpResponse<String> other =
                waystation.client().post(EVENTS.replace(ACCOUNT, OTHER_ACCOUNT) + "/filter", "application/json", "{}");
        assertThat(json(other).get("total").asInt()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"limit\":201}",
                "{\"limit\":-1}",
                "{\"filter\":{\"unknown\":{}}}",
                "{\"filter\":{\"occurred\":{\"since\":\"yesterday\"}}}",
                "{"
            })
    void a_filter_that_cannot_be_read_is_422(String body) {
        HttpResponse<String> answer = post("/filter", body);
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(json(answer).get("exception_detail").get(0).get("loc").get(0).asText())
                .isEqualTo("body");
    }

    @Test
    void events_are_counted_by_day_time_name_and_resource() {
        for (int i = 0; i < 6; i++) {
            post("", "[" + event("e" + i % 2, NOW.minus(Duration.ofHours(i * 10L))) + "]");
        }
        assertThat(counts("event", "{\"filter\":{}}")).containsExactlyInAnyOrder("e0=3", "e1=3");
        assertThat(counts("resource", "{\"filter\":{}}")).containsExactly("r=6");
        String since = "{\"filter\":{\"occurred\":{\"since\":\"2026-03-08T00:00:00Z\"}}";
        assertThat(counts("day", since + "}")).hasSize(3).last().asString().endsWith("=2");
        assertThat(counts("time", since + ",\"time_unit\":\"hour\",\"time_interval\":12}"))
                .hasSize(5);
        assertThat(post("/count-by/time", since + ",\"time_unit\":\"second\"}").statusCode())
                .isEqualTo(422);
        assertThat(post("/count-by/day", "{}").statusCode()).isEqualTo(422);
        assertThat(post("/count-by/colour", "{\"filter\":{}}").statusCode()).isEqualTo(404);
    }

    @Test
    void without_a_token_there_is_no_feed() {
        for (String path : List.of("", "/filter", "/count-by/day")) {
            HttpResponse<String> answer = waystation
                    .client()
                    .send(waystation.client().anonymous(EVENTS + path).POST(HttpRequest.BodyPublishers.ofString("{}")));
            assertThat(answer.statusCode()).as(path).isEqualTo(401);
            assertThat(json(answer).has("detail")).isTrue();
        }
    }

    @Test
    void a_path_without_a_workspace_is_the_same_feed() {
        post("", "[" + event("e", NOW) + "]");
        HttpResponse<String> answer =
                waystation.client().post("/api/accounts/" + ACCOUNT + "/events/filter", "application/json", "{}");
        assertThat(json(answer).get("total").asInt()).isEqualTo(1);
    }

    private List<String> counts(String by, String body) {
        HttpResponse<String> answer = post("/count-by/" + by, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        List<String> counts = new ArrayList<>();
        json(answer)
                .forEach(count -> counts.add(
                        count.get("value").asText() + "=" + count.get("count").asLong()));
        return counts;
    }

    private static String event(String name, Instant occurred) {
        return event(UUID.randomUUID().toString(), occurred, name, "r");
    }

    private static String event(String id, Instant occurred, String name, String resource) {
        return "{\"id\":\"" + id + "\",\"occurred\":\"" + occurred + "\",\"event\":\"" + name
                + "\",\"resource\":{\"prefect.resource.id\":\"" + resource + "\"}}";
    }

    private HttpResponse<String> post(String path, String body) {
        return waystation.client().post(EVENTS + path, "application/json", body);
    }

    private int get(String path) {
        return waystation.client().get(path).statusCode();
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return GatewayClient.json(answer);
    }
}
