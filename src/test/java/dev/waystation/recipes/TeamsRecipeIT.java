package dev.waystation.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.waystation.testing.Answer;
import dev.waystation.testing.Await;
import dev.waystation.testing.FaultyReceiver;
import dev.waystation.testing.Received;
import dev.waystation.testing.RunEvents;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A user who copies the example and sets the workflow's URL has cards about runs in Teams. */
@Timeout(180)
class TeamsRecipeIT {

    private static final String HOOK = "/workflows/0a1b/triggers/manual/paths/invoke";
    private static final String QUERY =
            "?api-version=1&sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig=secretOfThe-Workflow_x";

    /** Of a message, in bytes. */
    private static final int LARGEST = 28_000;

    @TempDir
    Path directory;

    private final Schema schema = Schema.of("msteams-message.schema.json");
    private FaultyReceiver teams;
    private RecipeProcess gateway;

    @BeforeEach
    void start() {
        teams = FaultyReceiver.start().on(HOOK, Answer.status(202));
        gateway = RecipeProcess.in(directory, "msteams")
                .with("msteams.webhook-url", teams.uri(HOOK + QUERY))
                .start();
    }

    @AfterEach
    void stop() {
        gateway.close();
        teams.close();
    }

    private Received request(RunEvents event) {
        int before = teams.requests(HOOK).size();
        gateway.publish(event);
        return teams.awaitRequests(HOOK, before + 1, Await.SOON).get(before);
    }

    private JsonNode card(RunEvents event) {
        return schema.check(request(event)).at("/attachments/0/content");
    }

    @Test
    void a_failed_run_is_a_card_with_its_reason_and_a_link_to_it_sent_without_authorization() {
        Received request = request(Runs.errored());
        assertThat(request.target()).isEqualTo(HOOK + QUERY);
        assertThat(request.header("Authorization")).isNull();
        assertThat(request.header("EventId")).isNull();
        JsonNode card = schema.check(request).at("/attachments/0/content");
        assertThat(card.at("/fallbackText").asText()).isEqualTo("nightly errored");
        assertThat(card.at("/actions/0/url").asText()).isEqualTo(Runs.URL);
        assertThat(card.at("/body").toString())
                .contains("Shop / Production", "dbt command failed", "2 min 5 s", "Kicked off by the scheduler");
    }

    @Test
    void failed_and_succeeded_runs_look_different() {
        assertThat(card(Runs.errored()).at("/body/0/style").asText()).isEqualTo("attention");
        assertThat(card(Runs.succeeded()).at("/body/0/style").asText()).isEqualTo("good");
    }

    @Test
    void long_and_strange_names_and_events_that_tell_next_to_nothing_are_cards_too() {
        Received request = request(Runs.nasty());
        assertThat(schema.check(request).toString()).contains("<!channel> &", "*Shop* _x_");
        assertThat(request.body().length).isLessThan(LARGEST);
        assertThat(card(RunEvents.errored()).get("actions")).isEmpty();
    }

    @Test
    void names_and_reasons_of_nothing_but_emoji_still_fit() {
        String emoji = "\uD83D\uDE00".repeat(500);
        Received request = request(Runs.errored()
                .job("123", emoji)
                .with("projectName", emoji)
                .with("environmentName", emoji)
                .with("runReason", emoji)
                .with("runStatusMessage", emoji));
        schema.check(request);
        assertThat(request.body().length).isLessThan(LARGEST);
    }

    @Test
    void a_success_whose_text_tells_of_an_error_is_tried_again() {
        teams.on(
                HOOK,
                Answer.status(200)
                        .withBody("Webhook message delivery failed with error: Microsoft Teams endpoint returned"
                                + " HTTP error 429 with ContextId tcid=0."),
                Answer.status(202));
        List<JsonNode> attempts = gateway.attempts(gateway.publish(Runs.errored()));
        assertThat(attempts).hasSize(2);
        assertThat(attempts.get(0).get("http_status_code").asText()).isEqualTo("429");
        assertThat(attempts.get(0).get("error_info").asText()).contains("delivery failed");
    }

    @Test
    void a_workflow_that_refuses_the_signature_is_not_tried_again_and_not_shown() {
        teams.on(HOOK, Answer.status(401).withBody("{\"error\":{\"code\":\"DirectApiAuthorizationRequired\"}}"));
        List<JsonNode> attempts = gateway.attempts(gateway.publish(Runs.errored()));
        assertThat(attempts).hasSize(1);
        assertThat(attempts.toString()).contains("401").doesNotContain("secretOfThe");
        assertThat(gateway.process().output()).doesNotContain("secretOfThe").doesNotContain("\tat ");
    }
}
