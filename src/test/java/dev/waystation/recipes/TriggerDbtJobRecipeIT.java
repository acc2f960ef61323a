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

/** A user who copies the example has one job start when another one has succeeded, and as good as never twice. */
@Timeout(180)
class TriggerDbtJobRecipeIT {

    private static final String TOKEN = "dbtc_s3cret-token";
    private static final String RUN = "/api/v2/accounts/1/jobs/456/run/";
    private static final String RUNS = "/api/v2/accounts/1/runs/";
    private static final Answer NO_RUNS = runs("");
    private static final Answer STARTED = Answer.status(200)
            .withBody(
                    "{\"status\":{\"code\":200,\"is_success\":true},\"data\":{\"id\":9001,\"job_definition_id\":456}}");

    @TempDir
    Path directory;

    private FaultyReceiver dbt;
    private RecipeProcess gateway;

    private static Answer runs(String cause) {
        return Answer.status(200)
                .withBody(
                        "{\"status\":{\"code\":200,\"is_success\":true},\"data\":[{\"id\":9000,\"trigger\":{\"cause\":\""
                                + cause + "\"}}]}");
    }

    @BeforeEach
    void start() {
        dbt = FaultyReceiver.start().on(RUNS, NO_RUNS).on(RUN, STARTED);
        gateway = setup().start();
    }

    private RecipeProcess.Setup setup() {
        return RecipeProcess.in(directory, "trigger-dbt-job")
                .with("dbt.token", TOKEN)
                .with("waystation.delivery.timeout", "2s")
                .with("waystation.access-url", dbt.uri("/"));
    }

    @AfterEach
    void stop() {
        gateway.close();
        dbt.close();
    }

    @Test
    void the_success_of_one_job_starts_the_other_and_says_why() {
        String event = gateway.publish(Runs.succeeded());
        Received request = dbt.awaitRequests(RUN, 1, Await.SOON).get(0);
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.header("Authorization")).isEqualTo("Token " + TOKEN);
        assertThat(Schema.of("dbt-run-request.schema.json")
                        .check(request)
                        .get("cause")
                        .asText())
                .isEqualTo("Waystation: nightly succeeded in run 4711 (event 1/" + event + ")");
        assertThat(gateway.attempts(event)).hasSize(1);
        assertThat(dbt.requests(RUNS).get(0).method()).isEqualTo("GET");
        assertThat(dbt.requests(RUNS).get(0).target())
                .isEqualTo(RUNS + "?job_definition_id=456&order_by=-id&limit=5&include_related=%5B%22trigger%22%5D");
    }

    @Test
    void other_jobs_and_other_ends_start_nothing() {
        assertThat(deliveries(Runs.succeeded().job("124"))).isZero();
        assertThat(deliveries(Runs.succeeded().status("Errored", 20))).isZero();
        assertThat(deliveries(Runs.errored())).isZero();
    }

    private int deliveries(RunEvents event) {
        return gateway.process().client().publish(event).deliveries();
    }

    @Test
    void a_run_that_was_started_although_no_answer_came_is_not_started_again() {
        dbt.on(RUNS, NO_RUNS, runs("Waystation: nightly succeeded in run 4711 (event 1/known)"));
        dbt.on(RUN, Answer.hang(), STARTED);
        List<JsonNode> attempts =
                gateway.attempts(gateway.publish(Runs.succeeded().id("known")));
        assertThat(attempts).hasSize(2);
        assertThat(dbt.requests(RUN)).hasSize(1);
    }

    @Test
    void a_run_of_another_event_does_not_keep_this_one_from_starting_one() {
        dbt.on(RUNS, runs("Waystation: nightly succeeded in run 4711 (event 1/known-2)"));
        gateway.publish(Runs.succeeded().id("known"));
        dbt.awaitRequests(RUN, 1, Await.SOON);
    }

    @Test
    void long_and_strange_names_and_ids_are_no_hindrance() {
        gateway.publish(Runs.nasty()
                .envelope("eventType", "job.run.completed")
                .status("Success", 10)
                .id("a-Z_9".repeat(12)));
        Schema.of("dbt-run-request.schema.json")
                .check(dbt.awaitRequests(RUN, 1, Await.SOON).get(0));
    }

    @Test
    void a_job_that_does_not_exist_is_not_asked_for_again() {
        dbt.on(
                RUN,
                Answer.status(404)
                        .withBody(
                                "{\"status\":{\"code\":404,\"is_success\":false,\"user_message\":\"The requested resource"
                                        + " was not found.\"},\"data\":null}"));
        List<JsonNode> attempts = gateway.attempts(gateway.publish(Runs.succeeded()));
        assertThat(attempts).hasSize(1);
        assertThat(attempts.get(0).get("error_info").asText())
                .contains("dbt Cloud answered 404", "The requested resource was not found");
    }

    @Test
    void a_token_that_may_not_read_runs_is_told_with_what_to_do() {
        dbt.on(RUNS, Answer.status(403).withBody("no " + TOKEN));
        List<JsonNode> attempts = gateway.attempts(gateway.publish(Runs.succeeded()));
        assertThat(attempts).hasSize(1);
        assertThat(attempts.get(0).get("error_info").asText()).contains("must be allowed to read runs");
        assertThat(dbt.requests(RUN)).isEmpty();
        assertThat(attempts.toString() + gateway.process().output()).doesNotContain(TOKEN, "\tat ");
    }

    @Test
    void dbt_that_is_busy_down_or_of_two_minds_is_asked_again() {
        dbt.on(
                RUN,
                Answer.retryAfter(429, "1"),
                Answer.status(500),
                Answer.status(200).withBody("{\"status\":{\"code\":500,\"is_success\":false},\"data\":null}"),
                STARTED);
        assertThat(gateway.attempts(gateway.publish(Runs.succeeded()))).hasSize(4);
        List<Received> all = dbt.requests(RUN);
        assertThat(all).hasSize(4);
        assertThat(all.get(1).arrivalNanos() - all.get(0).arrivalNanos()).isGreaterThan(900_000_000L);
    }

    @Test
    void without_the_guard_nothing_is_asked_first() {
        gateway.close();
        Path other = directory.resolve("other");
        other.toFile().mkdir();
        directory = other;
        gateway = setup().edited("jobId: \"456\"", "jobId: \"456\"\n              guard: \"false\"")
                .start();
        gateway.publish(Runs.succeeded());
        dbt.awaitRequests(RUN, 1, Await.SOON);
        assertThat(dbt.requests(RUNS)).isEmpty();
    }
}
