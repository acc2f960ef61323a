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

/** A user who copies the example and sets the integration key is paged when a job fails, and no more when it is well again. */
@Timeout(180)
class PagerDutyRecipeIT {

    private static final String ENQUEUE = "/v2/enqueue";
    private static final String KEY = "0123456789abcdef0123456789abcdef";
    private static final Answer TAKEN = Answer.status(202)
            .withBody("{\"status\":\"success\",\"message\":\"Event processed\",\"dedup_key\":\"dbt/1/123\"}");

    @TempDir
    Path directory;

    private final Schema schema = Schema.of("pagerduty-event.schema.json");
    private FaultyReceiver pagerDuty;
    private RecipeProcess gateway;

    @BeforeEach
    void start() {
        pagerDuty = FaultyReceiver.start().on(ENQUEUE, TAKEN);
        gateway = RecipeProcess.in(directory, "pagerduty")
                .edited(
                        "            parameters:\n",
                        "            parameters:\n              eventsUrl: " + pagerDuty.uri(ENQUEUE) + "\n")
                .with("pagerduty.routing-key", KEY)
                .start();
    }

    @AfterEach
    void stop() {
        gateway.close();
        pagerDuty.close();
    }

    private JsonNode sent(RunEvents event) {
        int before = pagerDuty.requests(ENQUEUE).size();
        gateway.publish(event);
        return schema.check(
                pagerDuty.awaitRequests(ENQUEUE, before + 1, Await.SOON).get(before));
    }

    @Test
    void a_failed_run_triggers_an_alert_and_the_next_success_of_its_job_resolves_it() {
        JsonNode trigger = sent(Runs.errored());
        assertThat(trigger.get("routing_key").asText()).isEqualTo(KEY);
        assertThat(trigger.get("event_action").asText()).isEqualTo("trigger");
        assertThat(trigger.get("client_url").asText()).isEqualTo(Runs.URL);
        assertThat(trigger.at("/links/0/href").asText()).isEqualTo(Runs.URL);
        assertThat(trigger.at("/payload/summary").asText())
                .isEqualTo("nightly errored in Shop/Production: dbt command failed");
        assertThat(trigger.at("/payload/custom_details/run id").asText()).isEqualTo("4711");

        JsonNode resolve = sent(Runs.succeeded().run("4712"));
        assertThat(resolve.get("event_action").asText()).isEqualTo("resolve");
        assertThat(resolve.get("dedup_key")).isEqualTo(trigger.get("dedup_key"));
    }

    @Test
    void jobs_have_alerts_of_their_own() {
        assertThat(sent(Runs.errored()).get("dedup_key"))
                .isNotEqualTo(sent(Runs.errored().job("124")).get("dedup_key"));
    }

    @Test
    void the_severity_follows_the_rule() {
        assertThat(sent(Runs.errored()).at("/payload/severity").asText()).isEqualTo("critical");
        assertThat(sent(Runs.errored().with("environmentName", "Staging"))
                        .at("/payload/severity")
                        .asText())
                .isEqualTo("warning");
    }

    @Test
    void a_run_that_was_canceled_changes_no_alert() {
        gateway.publish(Runs.full(RunEvents.completed()).status("Canceled", 30));
        sent(Runs.errored());
        assertThat(pagerDuty.requests(ENQUEUE)).hasSize(1);
    }

    @Test
    void long_and_strange_names_and_events_that_tell_next_to_nothing_are_alerts_too() {
        assertThat(sent(Runs.nasty()).at("/payload/summary").asText()).startsWith("<!channel> &");
        assertThat(sent(RunEvents.errored()).toString()).doesNotContain("links", "None");
    }

    @Test
    void an_event_that_pagerduty_refuses_is_not_sent_again() {
        pagerDuty.on(
                ENQUEUE,
                Answer.status(400)
                        .withBody("{\"status\":\"invalid event\",\"message\":\"Event object is invalid\","
                                + "\"errors\":[\"routing_key " + KEY + " is unknown\"]}"));
        List<JsonNode> attempts = gateway.attempts(gateway.publish(Runs.errored()));
        assertThat(attempts).hasSize(1);
        assertThat(attempts.get(0).get("http_status_code").asText()).isEqualTo("400");
        assertThat(attempts.get(0).get("error_info").asText())
                .contains("PagerDuty answered 400", "Event object is invalid")
                .doesNotContain(KEY);
        assertThat(gateway.process().output()).doesNotContain(KEY).doesNotContain("\tat ");
    }

    @Test
    void pagerduty_that_is_busy_or_down_is_asked_again() {
        pagerDuty.on(ENQUEUE, Answer.retryAfter(429, "1"), Answer.status(503), Answer.closeWithoutResponse(), TAKEN);
        gateway.publish(Runs.errored());
        List<Received> all = pagerDuty.awaitRequests(ENQUEUE, 4, Await.SOON);
        assertThat(all.get(1).arrivalNanos() - all.get(0).arrivalNanos()).isGreaterThan(900_000_000L);
        assertThat(all.get(3).body()).isEqualTo(all.get(0).body());
    }
}
