package dev.waystation.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.waystation.event.received.EventLimits;
import dev.waystation.receive.Receiver;
import dev.waystation.receive.WebhookEventMaker;
import dev.waystation.receive.WebhookTemplates;
import dev.waystation.receive.Webhooks;
import dev.waystation.receive.signature.VerificationConfig;
import dev.waystation.store.Store;
import dev.waystation.testing.RunEvents;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A user who copies the example finds every event in a Prefect server, once. */
@Timeout(180)
class PrefectRecipeIT {

    private static final String LOGIN = "admin:s3cret-pass";
    private static final String TEMPLATE = """
            {"event": {{ body.name|tojson }}, "payload": {"text": {{ body.text|tojson }}},
             "resource": {"prefect.resource.id": "model.orders"}}""";

    @TempDir
    Path directory;

    private PrefectServer prefect;
    private RecipeProcess gateway;
    private String slug;

    @BeforeEach
    void start() {
        prefect = new PrefectServer(LOGIN);
        gateway = setup(LOGIN).start();
    }

    private RecipeProcess.Setup setup(String login) {
        RecipeProcess.Setup setup = RecipeProcess.in(directory, "prefect")
                .with("prefect.api-url", prefect.apiUrl())
                .with("prefect.api-auth-string", login)
                .edited("# parameters:", "parameters:")
                .edited("#   auth:", "  auth:");
        slug = webhook();
        return setup;
    }

    /** Stored before the gateway starts. */
    private String webhook() {
        Path data = directory.resolve("elsewhere").resolve("data").resolve("waystation");
        Clock clock = Clock.systemUTC();
        try (Store store = Store.open("jdbc:h2:file:" + data.toAbsolutePath(), true, clock)) {
            WebhookTemplates templates = new WebhookTemplates();
            WebhookEventMaker maker = new WebhookEventMaker(EventLimits.DEFAULTS, clock);
            return new Webhooks(
                            store.webhooks(),
                            templates,
                            webhook -> new Receiver(webhook, templates, maker, clock),
                            clock)
                    .create(new Webhooks.Draft(1, "models", "", true, TEMPLATE, VerificationConfig.NONE, null, true))
                    .slug()
                    .value();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void stop() {
        gateway.close();
        prefect.close();
    }

    private int receive(String body) {
        return gateway.process()
                .client()
                .send(gateway.process()
                        .client()
                        .anonymous("/hooks/" + slug)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body)))
                .statusCode();
    }

    @Test
    void a_run_event_arrives_in_prefects_form() {
        gateway.publish(Runs.errored().id("3f0c9a52-6a1e-4b52-9c1b-0f6f5a4d2e81"));
        JsonNode event = prefect.awaitKept(1).get(0);
        assertThat(event.get("id").asText()).isEqualTo("3f0c9a52-6a1e-4b52-9c1b-0f6f5a4d2e81");
        assertThat(event.get("event").asText()).isEqualTo("job.run.errored");
        assertThat(event.at("/resource/prefect.resource.id").asText()).isEqualTo("dbt.job.123");
        assertThat(event.at("/resource/dbt.run-status").asText()).isEqualTo("Errored");
        assertThat(event.at("/related/0/prefect.resource.id").asText()).isEqualTo("dbt.run.4711");
        assertThat(event.at("/payload/data/runStatusMessage").asText()).isEqualTo("dbt command failed");
        assertThat(event.get("payload").has("webhookId")).isFalse();
        assertThat(event.get("payload").has("webhookName")).isFalse();
        PrefectServer.Request request = prefect.requests().get(0);
        assertThat(request.contentType()).isEqualTo("application/json");
        assertThat(request.login())
                .isEqualTo("Basic " + Base64.getEncoder().encodeToString(LOGIN.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void a_received_event_arrives_as_the_webhook_made_it() {
        assertThat(receive("{\"name\": \"model.refreshed\", \"text\": \"żółw & <b>\"}"))
                .isEqualTo(204);
        JsonNode event = prefect.awaitKept(1).get(0);
        assertThat(event.get("event").asText()).isEqualTo("model.refreshed");
        assertThat(event.at("/resource/prefect.resource.id").asText()).isEqualTo("model.orders");
        assertThat(event.at("/payload/text").asText()).isEqualTo("żółw & <b>");
        assertThat(event.at("/related/0/prefect.resource.role").asText()).isEqualTo("webhook");
    }

    @Test
    void a_redelivery_has_the_same_id_and_the_same_bytes() {
        prefect.inTrouble(503, 503);
        List<JsonNode> attempts = gateway.attempts(gateway.publish(Runs.errored()));
        assertThat(attempts)
                .extracting(attempt -> attempt.get("http_status_code").asText())
                .containsExactly("503", "503", "200");
        assertThat(prefect.kept()).hasSize(1);
        assertThat(prefect.requests().get(2).body())
                .isEqualTo(prefect.requests().get(0).body());
    }

    @Test
    void the_largest_event_that_a_webhook_makes_is_one_that_prefect_keeps() {
        assertThat(receive("{\"name\": \"model.refreshed\", \"text\": \"" + "m".repeat(1_499_000) + "\"}"))
                .isEqualTo(204);
        assertThat(prefect.awaitKept(1).get(0).at("/payload/text").asText()).hasSize(1_499_000);
    }

    @Test
    void an_event_that_prefect_would_drop_without_a_word_is_refused_before_it_is_sent() throws IOException {
        restart(LOGIN, setup -> {
            // Grown by a step of the user's.
            Path grown = directory.resolve("grown.json");
            Files.writeString(
                    grown,
                    "{\"occurred\":\"2026-11-20T03:02:05Z\",\"event\":\"e\",\"resource\":{\"prefect.resource.id\":\"r\"},"
                            + "\"related\":[],\"payload\":{\"text\":\"" + "m".repeat(1_500_000) + "\"},"
                            + "\"id\":\"3f0c9a52-6a1e-4b52-9c1b-0f6f5a4d2e81\",\"follows\":null,"
                            + "\"received\":\"2026-11-20T03:02:05Z\"}");
            setup.edited(
                    "      steps:\n",
                    "      steps:\n        - setBody:\n            constant: \"resource:file:" + grown + "\"\n");
        });
        List<JsonNode> attempts = gateway.attempts(gateway.publish(Runs.errored()));
        assertThat(attempts).hasSize(1);
        assertThat(attempts.get(0).get("http_status_code").asText()).isEqualTo("413");
        assertThat(attempts.get(0).get("error_info").asText()).contains("not sent", "1500000", "drops larger ones");
        assertThat(prefect.requests()).isEmpty();
    }

    @Test
    void a_body_that_is_no_event_any_more_is_refused_before_it_is_sent() throws IOException {
        restart(
                LOGIN,
                setup -> setup.edited(
                        "      steps:\n",
                        "      steps:\n        - setBody:\n            constant: '{\"changed\": true}'\n"));
        List<JsonNode> attempts = gateway.attempts(gateway.publish(Runs.errored()));
        assertThat(attempts).hasSize(1);
        assertThat(attempts.get(0).get("error_info").asText()).contains("a step before this one has changed it");
        assertThat(prefect.requests()).isEmpty();
    }

    /** A change of the setup that writes files. */
    private interface Change {
        void apply(RecipeProcess.Setup setup) throws IOException;
    }

    private void restart(String login, Change change) throws IOException {
        gateway.close();
        directory = Files.createDirectory(directory.resolve("other"));
        RecipeProcess.Setup setup = setup(login);
        change.apply(setup);
        gateway = setup.start();
    }

    @Test
    void an_event_that_prefect_refuses_is_in_the_delivery_log_and_harms_no_other() {
        prefect.inTrouble(422);
        List<JsonNode> attempts = gateway.attempts(gateway.publish(Runs.errored()));
        assertThat(attempts).hasSize(1);
        assertThat(attempts.get(0).get("http_status_code").asText()).isEqualTo("422");
        assertThat(attempts.get(0).get("error_info").asText()).contains("Prefect answered 422");
        assertThat(gateway.attempts(gateway.publish(Runs.succeeded()))).hasSize(1);
        assertThat(prefect.kept()).hasSize(2);
    }

    @Test
    void long_and_strange_names_and_events_that_tell_next_to_nothing_are_events_too() {
        gateway.publish(Runs.nasty());
        gateway.publish(RunEvents.started());
        assertThat(prefect.awaitKept(2)).hasSize(2);
    }

    @Test
    void a_wrong_login_is_told_with_what_to_do_and_not_shown() throws IOException {
        restart("admin:wr0ng-pass", setup -> {});
        List<JsonNode> attempts = gateway.attempts(gateway.publish(Runs.errored()));
        assertThat(attempts).hasSize(1);
        assertThat(attempts.get(0).get("error_info").asText())
                .contains("Prefect answered 401", "PREFECT_SERVER_API_AUTH_STRING");
        String encoded = Base64.getEncoder().encodeToString("admin:wr0ng-pass".getBytes(StandardCharsets.UTF_8));
        assertThat(attempts.toString() + gateway.process().output()).doesNotContain("wr0ng-pass", encoded, "\tat ");
    }
}
