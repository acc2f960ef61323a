package dev.waystation.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.waystation.event.RunEvent;
import dev.waystation.event.RunEventReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What subscribers learn of dbt Core's runs. The files are of real runs: v4 of dbt 1.5, v5 of dbt 1.7, v6 of dbt 1.9; only
 * the directories in their arguments were changed.
 */
class DbtCoreEventsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DbtJob JOB = new DbtJob("42", "nightly", "prod");

    private static byte[] file(String name) throws IOException {
        try (InputStream in = DbtCoreEventsTest.class.getResourceAsStream("/dbt-core/" + name + ".json")) {
            return in.readAllBytes();
        }
    }

    private static RunResults read(byte[] bytes) throws Exception {
        return RunResultsReader.read(new ByteArrayInputStream(bytes));
    }

    private static RunResults read(ObjectNode file) throws Exception {
        return read(JSON.writeValueAsBytes(file));
    }

    private static ObjectNode tree(String name) throws IOException {
        return (ObjectNode) JSON.readTree(file(name));
    }

    private static Map<?, ?> data(Map<String, Object> event) {
        return (Map<?, ?>) event.get("data");
    }

    @Test
    void a_run_that_succeeded_is_a_completed_run_in_dbt_clouds_form() throws Exception {
        List<Map<String, Object>> events = DbtCoreEvents.of(read(file("v6-success")), JOB);
        assertThat(events).hasSize(1);
        assertThat(events.get(0))
                .containsEntry("eventId", "dbt_662d2c6d-e48a-412b-9591-3b974858081c_completed")
                .containsEntry("timestamp", "2026-11-21T05:45:31.934673Z")
                .containsEntry("eventType", "job.run.completed");
        assertThat(data(events.get(0)))
                .isEqualTo(Map.ofEntries(
                        Map.entry("jobId", "42"),
                        Map.entry("jobName", "nightly"),
                        Map.entry("runId", "662d2c6d-e48a-412b-9591-3b974858081c"),
                        Map.entry("environmentName", "prod"),
                        Map.entry("dbtVersion", "1.9.11"),
                        Map.entry("projectName", "jaffle"),
                        Map.entry("runStatus", "Success"),
                        Map.entry("runStatusCode", 10),
                        Map.entry("runStatusMessage", "None"),
                        Map.entry("runReason", "dbt build"),
                        Map.entry("runStartedAt", "2026-11-21T05:45:31Z"),
                        Map.entry("runFinishedAt", "2026-11-21T05:45:31Z")));
    }

    @Test
    void a_run_with_a_failed_model_is_an_errored_and_a_completed_run_that_name_it() throws Exception {
        List<Map<String, Object>> events = DbtCoreEvents.of(read(file("v6-failed-model")), JOB);
        assertThat(events).extracting(e -> e.get("eventType")).containsExactly("job.run.errored", "job.run.completed");
        assertThat(events)
                .allSatisfy(event -> assertThat(data(event).get("runStatus")).isEqualTo("Errored"));
        assertThat(data(events.get(0)).containsKey("runErroredAt")).isTrue();
        assertThat(data(events.get(0)).containsKey("runFinishedAt")).isFalse();
        assertThat(data(events.get(1)).containsKey("runFinishedAt")).isTrue();
        assertThat(data(events.get(0)).get("runStatusMessage"))
                .isEqualTo("1 of 5 nodes failed, 1 skipped: model.jaffle.customers (error): Runtime Error in model"
                        + " customers (models/customers.sql) Binder Error: Referenced column \"no_such_column\" not"
                        + " found in FROM clause! Candidate bindings: \"amount\"");
    }

    @Test
    void a_run_with_a_failed_test_names_the_test_and_counts_what_was_skipped() throws Exception {
        List<Map<String, Object>> events = DbtCoreEvents.of(read(file("v6-failed-test")), JOB);
        assertThat(data(events.get(0)).get("runStatusMessage"))
                .isEqualTo("1 of 6 nodes failed, 2 skipped: test.jaffle.not_null_stg_orders_customer.e281953e2b (fail):"
                        + " Got 1 result, configured to fail if != 0");
    }

    @ParameterizedTest
    @CsvSource({"v4-success, 1.5", "v5-success, 1.7", "v6-success, 1.9"})
    void every_schema_from_4_to_6_is_read(String name, String dbt) throws Exception {
        RunResults run = read(file(name));
        assertThat(run.failed()).isFalse();
        assertThat(run.total()).isEqualTo(5);
        assertThat(run.dbtVersion()).startsWith(dbt);
        assertThat(run.command()).isEqualTo("build");
        assertThat(run.startedAt()).isBefore(run.generatedAt());
    }

    @ParameterizedTest
    @ValueSource(strings = {"v4-failed-model", "v5-failed-model", "v6-failed-model"})
    void a_failed_model_is_found_in_every_schema(String name) throws Exception {
        assertThat(read(file(name)).failures())
                .extracting(RunResults.Failure::node)
                .containsExactly("model.jaffle.customers");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"v4-success", "v4-failed-model", "v5-success", "v6-success", "v6-failed-model", "v6-failed-test"
            })
    void the_gateway_accepts_the_events(String name) throws Exception {
        List<RunEvent> events =
                new RunEventReader(Clock.systemUTC()).readValue(DbtCoreEvents.of(read(file(name)), JOB), null, 0, 1);
        assertThat(events).allSatisfy(event -> assertThat(event.runStatus()).isIn("Success", "Errored"));
    }

    @Test
    void the_message_about_a_thousand_failed_nodes_stays_short_and_says_how_many_more_there_are() throws Exception {
        ObjectNode file = tree("v6-failed-model");
        ArrayNode results = file.putArray("results");
        for (int i = 0; i < 1_000; i++) {
            results.addObject()
                    .put("unique_id", "model.jaffle.m" + i)
                    .put("status", "error")
                    .put("message", "broken 🙈 ".repeat(50));
        }
        String message = DbtCoreEvents.statusMessage(read(file));
        assertThat(message.length()).isBetween(500, 1_000);
        assertThat(message).startsWith("1000 of 1000 nodes failed: model.jaffle.m0 (error): broken 🙈");
        assertThat(message).matches(".*; and 9\\d\\d more");
        assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(message)).isTrue();
    }

    @Test
    void a_single_node_with_a_very_long_name_does_not_make_the_message_long() throws Exception {
        ObjectNode file = tree("v6-failed-model");
        file.putArray("results")
                .addObject()
                .put("unique_id", "model.jaffle." + "m".repeat(5_000))
                .put("status", "error");
        assertThat(DbtCoreEvents.statusMessage(read(file))).isEqualTo("1 of 1 nodes failed: and 1 more");
    }

    @Test
    void a_run_of_which_all_was_skipped_has_failed_as_dbt_says_and_began_when_dbt_says() throws Exception {
        ObjectNode file = tree("v6-success").put("elapsed_time", 90.0);
        file.putArray("results").addObject().put("unique_id", "model.a.b").put("status", "skipped");
        RunResults run = read(file);
        assertThat(run.failed()).isTrue();
        assertThat(DbtCoreEvents.statusMessage(run)).isEqualTo("0 of 1 nodes failed, 1 skipped");
        assertThat(run.startedAt()).isEqualTo(run.generatedAt().minusSeconds(90));
    }

    @Test
    void a_run_without_nodes_and_one_with_warnings_succeeded() throws Exception {
        ObjectNode file = tree("v6-success");
        file.putArray("results");
        assertThat(read(file).failed()).isFalse();
        file.putArray("results").addObject().put("unique_id", "test.a.b").put("status", "warn");
        assertThat(read(file).failed()).isFalse();
    }

    @Test
    void fields_that_are_not_known_are_ignored_wherever_they_are() throws Exception {
        ObjectNode file = tree("v6-success");
        file.putObject("new").putArray("deep").addObject().put("x", 1);
        ((ObjectNode) file.get("metadata")).putArray("new").add(1);
        ObjectNode result = (ObjectNode) file.get("results").get(0);
        result.putObject("new").put("status", "error");
        ((ObjectNode) result.get("timing").get(0)).putObject("new").put("started_at", "1999-01-01T00:00:00Z");
        assertThat(read(file)).isEqualTo(read(file("v6-success")));
    }

    @Test
    void variables_of_the_command_line_are_not_told_on() throws Exception {
        assertThat(DbtCoreEvents.of(read(file("v6-failed-model")), JOB).toString())
                .doesNotContain("vars")
                .doesNotContain("break");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "not json | it is no complete JSON at line 1",
                "[] | expected an object with 'metadata' and 'results'",
                "{} | metadata.dbt_schema_version says nothing of run-results",
                "'{\"metadata\": {\"dbt_schema_version\": \"https://schemas.getdbt.com/dbt/manifest/v12.json\"}}' | says nothing of run-results",
                "'{\"metadata\": {\"dbt_schema_version\": \"https://schemas.getdbt.com/dbt/run-results/v3.json\"}}' | run-results/v3; known are v4 to v6",
                "'{\"metadata\": {\"dbt_schema_version\": \"https://schemas.getdbt.com/dbt/run-results/v7.json\"}}' | run-results/v7; known are v4 to v6",
                "'{\"metadata\": {\"dbt_schema_version\": \"https://schemas.getdbt.com/dbt/run-results/v6.json\"}}' | metadata.invocation_id is missing",
                "'{\"metadata\": {\"dbt_schema_version\": \"/run-results/v6.json\", \"invocation_id\": \"a b\"}}' | metadata.invocation_id is no id",
                "'{\"metadata\": {\"dbt_schema_version\": \"/run-results/v6.json\", \"invocation_id\": \"a\"}}' | metadata.generated_at is missing",
                "'{\"metadata\": {\"dbt_schema_version\": \"/run-results/v6.json\", \"invocation_id\": \"a\", \"generated_at\": \"now\"}}' | metadata.generated_at is no time",
                "'{\"metadata\": {\"dbt_schema_version\": \"/run-results/v6.json\", \"invocation_id\": \"a\", \"generated_at\": \"2026-11-21T05:45:31Z\"}}' | 'results' is missing",
                "'{\"metadata\": {' | it is no complete JSON",
            })
    void what_cannot_be_read_is_explained(String text, String reason) {
        assertThatThrownBy(() -> read(text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(UnreadableRunResultsException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void a_file_that_was_cut_off_anywhere_is_not_taken_for_a_run() throws Exception {
        byte[] whole = file("v6-success");
        for (int length = 0; length < whole.length - 3; length += 37) {
            byte[] part = java.util.Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> read(part)).isInstanceOf(UnreadableRunResultsException.class);
        }
    }
}
