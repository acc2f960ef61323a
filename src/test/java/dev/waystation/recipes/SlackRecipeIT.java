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

/** A user who copies the example and sets the webhook's URL has messages about runs in Slack. */
@Timeout(180)
class SlackRecipeIT {

    private static final String HOOK = "/services/T00000000/B00000000/secretOfTheWebhook";
    private static final Answer OK = Answer.status(200).withBody("ok");

    @TempDir
    Path directory;

    private final Schema schema = Schema.of("slack-message.schema.json");
    private FaultyReceiver slack;
    private RecipeProcess gateway;

    @BeforeEach
    void start() {
        slack = FaultyReceiver.start().on(HOOK, OK);
        gateway = RecipeProcess.in(directory, "slack")
                .with("slack.webhook-url", slack.uri(HOOK))
                .start();
    }

    @AfterEach
    void stop() {
        gateway.close();
        slack.close();
    }

    private JsonNode message(RunEvents event) {
        int before = slack.requests(HOOK).size();
        gateway.publish(event);
        return schema.check(slack.awaitRequests(HOOK, before + 1, Await.SOON).get(before));
    }

    @Test
    void a_failed_run_is_told_with_its_reason_and_a_link_to_it() {
        JsonNode message = message(Runs.errored());

        assertThat(message.get("text").asText()).isEqualTo("❌ nightly errored");
        assertThat(message.toString())
                .contains("errored after 2 min 5 s", "Shop / Production", "Kicked off by the scheduler")
                .contains("dbt command failed", "Run 4711, job 123")
                .contains("\"url\":\"" + Runs.URL + "\"");
        Received request = slack.requests(HOOK).get(0);
        assertThat(request.header("Content-Type")).startsWith("application/json");
        assertThat(request.header("EventId")).isNull();
    }

    @Test
    void started_succeeded_and_failed_runs_look_different() {
        assertThat(message(Runs.succeeded()).get("text").asText()).isEqualTo("✅ nightly succeeded");
        assertThat(message(Runs.errored()).get("text").asText()).isEqualTo("❌ nightly errored");
        assertThat(message(Runs.full(RunEvents.completed()).status("Canceled", 30))
                        .get("text")
                        .asText())
                .isEqualTo("🚫 nightly canceled");
    }

    @Test
    void what_users_typed_is_neither_a_mention_nor_a_link_and_never_too_long() {
        JsonNode message = message(Runs.nasty());
        assertThat(message.get("text").asText()).startsWith("❌ &lt;!channel&gt; &amp;");
        assertThat(message.toString()).contains("*Shop* _x_ `y` ~z~ :fire: [a]", "{{ 7 * 7 }}");
    }

    @Test
    void an_event_that_tells_next_to_nothing_is_a_message_without_a_link() {
        JsonNode message = message(RunEvents.errored().with("runStatusMessage", "None"));
        assertThat(message.get("text").asText()).isEqualTo("❌ job 123 errored");
        assertThat(message.toString()).doesNotContain("None", "\"url\"", "actions");
    }

    @Test
    void a_run_that_failed_is_told_once_although_it_causes_two_events() {
        message(Runs.errored());
        assertThat(gateway.process()
                        .client()
                        .publish(Runs.full(RunEvents.completed()).status("Errored", 20))
                        .deliveries())
                .isZero();
    }

    @Test
    void a_webhook_that_does_not_exist_any_more_is_not_tried_again() {
        slack.on(HOOK, Answer.status(404).withBody("no_service"));
        List<JsonNode> attempts = gateway.attempts(gateway.publish(Runs.errored()));
        assertThat(attempts).hasSize(1);
        assertThat(attempts.get(0).get("http_status_code").asText()).isEqualTo("404");
        assertThat(attempts.get(0).get("error_info").asText()).contains("Slack answered 404: no_service");
    }

    @Test
    void slack_that_asks_to_wait_is_left_alone_for_so_long() {
        slack.on(HOOK, Answer.retryAfter(429, "2").withBody("rate_limited"), OK);
        gateway.publish(Runs.errored());
        List<Received> two = slack.awaitRequests(HOOK, 2, Await.SOON);
        assertThat(two.get(1).arrivalNanos() - two.get(0).arrivalNanos()).isGreaterThan(1_900_000_000L);
    }

    @Test
    void a_success_that_is_none_is_tried_again() {
        slack.on(HOOK, Answer.status(200).withBody("rollup_error"), OK);
        List<JsonNode> attempts = gateway.attempts(gateway.publish(Runs.errored()));
        assertThat(attempts).hasSize(2);
        assertThat(attempts.get(0).get("error_info").asText()).contains("rollup_error", "no success");
        assertThat(attempts.get(1).get("http_status_code").asText()).isEqualTo("200");
    }

    @Test
    void the_webhooks_secret_is_in_no_log_even_if_slack_repeats_it() {
        slack.on(HOOK, Answer.status(403).withBody("no access to " + slack.uri(HOOK)));
        List<JsonNode> attempts = gateway.attempts(gateway.publish(Runs.errored()));
        assertThat(attempts.toString()).contains("403").doesNotContain("secretOfTheWebhook");
        assertThat(gateway.process().output())
                .doesNotContain("secretOfTheWebhook")
                .doesNotContain("\tat ");
    }
}
