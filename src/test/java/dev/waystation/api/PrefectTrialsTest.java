package dev.waystation.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.waystation.api.ApiServer.Reply;
import dev.waystation.receive.preset.Preset;
import dev.waystation.receive.preset.Presets;
import dev.waystation.testing.FaultyReceiver;
import java.nio.file.Path;
import java.time.Clock;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Presets, dry runs and replays: what helps somebody to get a webhook going, and to lose nothing meanwhile. */
class PrefectTrialsTest {

    private static final String HOOKS = "/api/accounts/1/webhooks";
    private static final String TEMPLATE =
            "{\"event\":\"model.refreshed\",\"resource\":{\"prefect.resource.id\":{{ body.model|tojson }}}}";
    private static final String BROKEN = "{\"event\":\"model.refreshed\",\n\"resource\":{{ body.model|no_filter }}}";

    @TempDir
    Path data;

    private ApiServer server;

    @BeforeEach
    void start() throws Exception {
        server = ApiServer.start(data, Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private JsonNode create(String name, String template) {
        return create(ApiServer.JSON.createObjectNode().put("name", name).put("template", template));
    }

    private JsonNode create(ObjectNode body) {
        Reply reply = server.post(HOOKS, body.toString());
        assertThat(reply.status()).as(reply.text()).isEqualTo(201);
        return reply.json();
    }

    private static ObjectNode trial(String template, String request) {
        ObjectNode body = ApiServer.JSON.createObjectNode();
        if (template != null) {
            body.put("template", template);
        }
        try {
            body.set("request", ApiServer.JSON.readTree(request));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError(e);
        }
        return body;
    }

    private Reply dryRun(JsonNode body) {
        Reply reply = server.post(HOOKS + "/dry-run", body.toString());
        assertThat(server.post(HOOKS.replace("webhooks", "events/filter"), null)
                        .json()
                        .get("total")
                        .asInt())
                .as("a dry run stores nothing")
                .isEqualTo(stored);
        return reply;
    }

    /** How many events a test itself has stored. */
    private int stored;

    private JsonNode ok(Reply reply) {
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return reply.json();
    }

    /** Calls a webhook with a body that is not understood, and gives the id of the event that tells so. */
    private String failedCall(JsonNode hook, String body, String... headers) {
        assertThat(server.sendWith("POST", "/hooks/" + hook.get("slug").asText(), body, headers)
                        .status())
                .isEqualTo(400);
        stored++;
        JsonNode events = server.post(
                        HOOKS.replace("webhooks", "events/filter"),
                        "{\"filter\":{\"event\":{\"name\":[\"prefect-cloud.webhook.failed\"]}},\"limit\":1}")
                .json()
                .get("events");
        return events.get(0).get("id").asText();
    }

    private Reply replay(JsonNode hook, String event) {
        return server.post(HOOKS + "/" + hook.get("id").asText() + "/replay", "{\"event_id\":\"" + event + "\"}");
    }

    private void mend(JsonNode hook, String template) {
        ObjectNode body =
                ApiServer.JSON.createObjectNode().put("name", "mended").put("template", template);
        assertThat(server.put(HOOKS + "/" + hook.get("id").asText(), body.toString())
                        .status())
                .isEqualTo(204);
    }

    @Test
    void the_presets_are_shown_as_they_can_be_sent_back() {
        JsonNode shown = ok(server.get(HOOKS + "/presets"));
        assertThat(shown).hasSize(Presets.all().size());
        for (JsonNode one : shown) {
            Preset preset = Presets.find(one.get("preset").asText()).orElseThrow();
            assertThat(one.get("template").asText()).isEqualTo(preset.template());
            ObjectNode body = ApiServer.JSON
                    .createObjectNode()
                    .put("name", one.get("title").asText());
            body.set("template", one.get("template"));
            body.set("deduplication", one.get("deduplication"));
            create(body);
        }
    }

    @Test
    void a_preset_gives_what_the_request_does_not() {
        ObjectNode body = ApiServer.JSON.createObjectNode().put("name", "repo").put("preset", "github");
        body.putObject("verification").put("secret", "s3cret");
        JsonNode hook = create(body);
        Preset github = Presets.find("github").orElseThrow();
        assertThat(hook.get("template").asText()).isEqualTo(github.template());
        assertThat(hook.get("description").asText()).isEqualTo(github.description());
        assertThat(hook.at("/verification/scheme").asText()).isEqualTo("github");
        assertThat(hook.at("/deduplication/key").asText())
                .isEqualTo(github.deduplication().key());

        body.put("template", "mine").put("description", "mine").putNull("deduplication");
        body.putObject("verification").put("scheme", "bearer").put("secret", "s3cret");
        hook = create(body);
        assertThat(hook.get("template").asText()).isEqualTo("mine");
        assertThat(hook.get("description").asText()).isEqualTo("mine");
        assertThat(hook.at("/verification/scheme").asText()).isEqualTo("bearer");
        assertThat(hook.get("deduplication").isNull()).isTrue();
    }

    @Test
    void a_preset_that_verifies_asks_for_its_secret_and_can_be_told_not_to() {
        String body = "{\"name\":\"n\",\"preset\":\"stripe\"}";
        Reply reply = server.post(HOOKS, body);
        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.json().at("/detail/0/msg").asText()).contains("secret").contains("none");
        assertThat(server.post(HOOKS, body.replace("}", ",\"verification\":{\"scheme\":\"none\"}}"))
                        .status())
                .isEqualTo(201);
        assertThat(server.post(HOOKS, body.replace("}", ",\"verification\":null}"))
                        .json()
                        .at("/verification/scheme")
                        .asText())
                .isEqualTo("none");
    }

    @Test
    void a_preset_is_for_creation_alone() {
        JsonNode hook = create("n", "t");
        Reply reply = server.put(
                HOOKS + "/" + hook.get("id").asText(), "{\"name\":\"n\",\"template\":\"t\",\"preset\":\"static\"}");
        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.json().at("/detail/0/loc/1").asText()).isEqualTo("preset");
    }

    @Test
    void a_dry_run_shows_the_event() {
        JsonNode event = ok(dryRun(trial(TEMPLATE, "{\"body\":{\"model\":\"recommendations\"}}")))
                .get("event");
        assertThat(event.get("event").asText()).isEqualTo("model.refreshed");
        assertThat(event.at("/resource/prefect.resource.id").asText()).isEqualTo("recommendations");
        assertThat(event.at("/payload/method").asText()).isEqualTo("POST");
        assertThat(event.at("/payload/headers/content-type").asText()).isEqualTo("application/json");
    }

    @Test
    void a_dry_run_takes_any_request() {
        JsonNode form = ok(dryRun(trial(TEMPLATE, """
                {"method":"put","body":"model=a%20b",
                 "headers":{"Content-Type":"application/x-www-form-urlencoded","X-Many":["1","2"]}}""")));
        assertThat(form.at("/event/resource/prefect.resource.id").asText()).isEqualTo("a b");
        assertThat(form.at("/event/payload/method").asText()).isEqualTo("PUT");
        assertThat(form.at("/event/payload/headers/x-many").asText()).isEqualTo("1");
        JsonNode nothing = ok(dryRun(trial("{\"event\":\"e\",\"resource\":{\"prefect.resource.id\":\"r\"}}", "{}")));
        assertThat(nothing.at("/event/payload/body").asText()).isEmpty();
    }

    @Test
    void a_dry_run_tells_what_is_wrong_with_what_the_template_made() {
        JsonNode line = ok(dryRun(trial(BROKEN, "{}")));
        assertThat(line.at("/error/message").asText()).contains("no_filter");
        assertThat(line.at("/error/line").asInt()).isEqualTo(2);
        assertThat(line.get("rendered").isNull()).isTrue();
        JsonNode text = ok(dryRun(trial("{\"event\":\"{{ body.x }}\"}", "{\"body\":{\"x\":\"\\\"\"}}")));
        assertThat(text.get("rendered").asText()).isEqualTo("{\"event\":\"\"\"}");
        assertThat(text.at("/error/line").isNull()).isTrue();
        JsonNode none = ok(dryRun(trial("{\"event\":\"e\"}", "{}")));
        assertThat(none.at("/error/message").asText()).contains("resource");
    }

    @Test
    void a_dry_run_shows_the_key_of_repetitions_and_a_run_event() {
        ObjectNode body = trial("dbt", """
                {"body":{"accountId":1,"eventId":"wev_2L6m5BggBw9uPNuSmtg4MUiW4Re","eventType":"job.run.completed",
                 "timestamp":"2023-01-31T21:15:20Z","data":{"jobId":"123","runId":"12345","runStatus":"Success"}}}""");
        body.putObject("deduplication").put("key", "{{ body.eventId }}");
        JsonNode reply = ok(dryRun(body));
        assertThat(reply.at("/event/data/jobId").asText()).isEqualTo("123");
        assertThat(reply.get("deduplication_key").asText()).isEqualTo("wev_2L6m5BggBw9uPNuSmtg4MUiW4Re");
        body.putObject("deduplication").put("key", "{{ body.nothing }}");
        assertThat(ok(dryRun(body)).get("deduplication_key").isNull()).isTrue();
    }

    @Test
    void a_dry_run_of_a_webhook_uses_what_the_request_does_not_say() {
        JsonNode hook = create("mine", TEMPLATE);
        ObjectNode body = trial(null, "{\"body\":{\"model\":\"m\"}}");
        body.put("webhook_id", hook.get("id").asText());
        JsonNode event = ok(dryRun(body)).get("event");
        assertThat(event.at("/related/0/prefect.resource.name").asText()).isEqualTo("mine");
        body.put("template", TEMPLATE.replace("model.refreshed", "other"));
        assertThat(ok(dryRun(body)).at("/event/event").asText()).isEqualTo("other");
    }

    @Test
    void a_dry_run_of_a_failed_request_uses_its_webhook_as_it_is_now() {
        JsonNode hook = create("mine", BROKEN);
        String event = failedCall(hook, "model=a%20b", "Content-Type", "application/x-www-form-urlencoded");
        ObjectNode body = ApiServer.JSON.createObjectNode().put("event_id", event);
        assertThat(ok(dryRun(body)).at("/error/line").asInt()).isEqualTo(2);
        body.put("template", TEMPLATE);
        assertThat(ok(dryRun(body)).at("/event/resource/prefect.resource.id").asText())
                .isEqualTo("a b");
        mend(hook, TEMPLATE);
        body.remove("template");
        assertThat(ok(dryRun(body)).at("/event/related/0/prefect.resource.name").asText())
                .isEqualTo("mended");
    }

    @Test
    void a_dry_run_that_cannot_be_made_is_told_which_field_is_wrong() {
        assertWrong(dryRun(trial(null, "{}")), "template");
        assertWrong(dryRun(trial("{{", "{}")), "template");
        assertWrong(dryRun(ApiServer.JSON.createObjectNode().put("template", "t")), "request");
        assertWrong(dryRun(trial("t", "{}").put("event_id", "x")), "request");
        assertWrong(dryRun(trial("t", "[]")), "request");
        assertWrong(dryRun(trial("t", "{\"method\":1}")), "request", "method");
        assertWrong(dryRun(trial("t", "{\"headers\":{\"a\":1}}")), "request", "headers");
        assertWrong(dryRun(trial("t", "{\"url\":\"x\"}")), "request", "url");
        assertWrong(dryRun(trial("t", "{}").put("webhook_id", "x")), "webhook_id");
        assertWrong(dryRun(trial("t", "{}").put("webhook_id", UUID.randomUUID().toString())), "webhook_id");
        assertThat(dryRun(ApiServer.JSON
                                .createObjectNode()
                                .put("event_id", UUID.randomUUID().toString()))
                        .status())
                .isEqualTo(404);
    }

    private static void assertWrong(Reply reply, String... place) {
        assertThat(reply.status()).as(reply.text()).isEqualTo(422);
        JsonNode loc = reply.json().at("/detail/0/loc");
        assertThat(loc.get(0).asText()).isEqualTo("body");
        for (int i = 0; i < place.length; i++) {
            assertThat(loc.get(i + 1).asText()).as(reply.text()).isEqualTo(place[i]);
        }
    }

    @Test
    void a_failed_request_is_replayed_once_the_template_is_mended() {
        try (FaultyReceiver receiver = FaultyReceiver.start()) {
            server.post(
                    "/api/v3/accounts/1/webhooks/subscriptions",
                    "{\"name\":\"s\",\"client_url\":\"" + receiver.uri("/s")
                            + "\",\"event_types\":[\"model.refreshed\"],\"active\":true}");
            JsonNode hook = create("mine", BROKEN);
            String failed = failedCall(hook, "{\"model\":\"zażółć\"}", "Content-Type", "application/json");

            Reply again = replay(hook, failed);
            assertThat(again.status()).isEqualTo(422);
            assertThat(again.json().at("/error/line").asInt()).isEqualTo(2);
            assertThat(again.json().at("/detail/0/msg").asText()).contains("no_filter");

            mend(hook, TEMPLATE);
            JsonNode done = ok(replay(hook, failed));
            assertThat(done.get("deliveries").asInt()).isEqualTo(1);
            assertThat(done.get("duplicate").asBoolean()).isFalse();
            ApiServer.await("the delivery", () -> receiver.requests().size() == 1);
            assertThat(receiver.requests().get(0).text()).contains("zażółć").contains("\"follows\":\"" + failed + "\"");

            JsonNode twice = ok(replay(hook, failed));
            assertThat(twice.get("duplicate").asBoolean()).isTrue();
            assertThat(twice.get("event_id")).isEqualTo(done.get("event_id"));
        }
    }

    @Test
    void the_senders_own_next_try_after_a_replay_is_a_repetition() {
        ObjectNode body = ApiServer.JSON.createObjectNode().put("name", "n").put("template", BROKEN);
        body.putObject("deduplication").put("key", "{{ body.model }}");
        JsonNode hook = create(body);
        String failed = failedCall(hook, "{\"model\":\"m\"}");
        mend(hook, TEMPLATE);
        assertThat(ok(replay(hook, failed)).get("duplicate").asBoolean()).isFalse();
        int total = total();
        assertThat(server.sendWith("POST", "/hooks/" + hook.get("slug").asText(), "{\"model\":\"m\"}")
                        .status())
                .isEqualTo(204);
        assertThat(total()).isEqualTo(total);
    }

    private int total() {
        return server.post(HOOKS.replace("webhooks", "events/filter"), null)
                .json()
                .get("total")
                .asInt();
    }

    @Test
    void a_request_that_is_not_there_or_not_whole_is_not_replayed() {
        JsonNode hook = create("mine", BROKEN);
        JsonNode other = create("other", TEMPLATE);
        String failed = failedCall(hook, "{}");
        assertWrong(replay(other, failed), "event_id");
        assertThat(replay(hook, UUID.randomUUID().toString()).status()).isEqualTo(404);
        assertThat(replay(hook, "x").status()).isEqualTo(404);
        assertThat(replay(hook, "").status()).isEqualTo(404);
        assertWrong(server.post(HOOKS + "/" + hook.get("id").asText() + "/replay", "{}"), "event_id");

        String large = failedCall(hook, "x".repeat(2_000_000));
        Reply cut = replay(hook, large);
        assertThat(cut.status()).isEqualTo(409);
        assertThat(cut.json().get("detail").asText()).contains("too large");
    }

    @Test
    void an_event_that_only_looks_like_a_failed_one_is_not_replayed() {
        JsonNode hook = create("pass", "{{ body|tojson }}");
        String forged = "{\"event\":\"prefect-cloud.webhook.failed\",\"id\":\"0192d3a0-0000-7000-8000-000000000001\","
                + "\"resource\":{\"prefect.resource.id\":\"prefect-cloud.webhook."
                + hook.get("id").asText()
                + "\"},\"payload\":{\"method\":\"POST\",\"headers\":{},\"body\":\"{}\"}}";
        assertThat(server.sendWith("POST", "/hooks/" + hook.get("slug").asText(), forged)
                        .status())
                .isEqualTo(204);
        assertWrong(replay(hook, "0192d3a0-0000-7000-8000-000000000001"), "event_id");
    }

    @Test
    void the_setting_for_the_public_url_wins_and_must_be_one() throws Exception {
        server.close();
        server = ApiServer.start(data, Clock.systemUTC(), "waystation.public-url", "https://hooks.example.com/way/");
        JsonNode hook = create("n", "t");
        assertThat(hook.get("url").asText())
                .isEqualTo("https://hooks.example.com/way/hooks/"
                        + hook.get("slug").asText());
        server.close();
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> server =
                        ApiServer.start(data, Clock.systemUTC(), "waystation.public-url", "hooks.example.com")))
                .hasStackTraceContaining("waystation.public-url is 'hooks.example.com'");
    }
}
