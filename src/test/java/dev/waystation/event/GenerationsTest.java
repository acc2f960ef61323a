package dev.waystation.event;

import static dev.waystation.event.Payloads.read;
import static dev.waystation.event.Payloads.readAll;
import static dev.waystation.event.Payloads.sent;
import static dev.waystation.event.Payloads.stored;
import static dev.waystation.event.Payloads.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GenerationsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "draft-2022-started",
                "draft-2022-canceled",
                "draft-2022-completed",
                "beta-2023-started",
                "beta-2023-completed",
                "beta-2023-errored",
                "ga-started",
                "ga-completed",
                "ga-errored",
            })
    void every_documented_payload_of_every_generation_is_sent_in_the_documented_wire_form(String name)
            throws Exception {
        assertThat(sent(read(text(name)), "wsu_12345abcde", "test")).isEqualTo(text("wire/" + name));
    }

    @Test
    void a_payload_captured_from_dbt_cloud_is_sent_byte_for_byte_as_dbt_cloud_sent_it() throws Exception {
        RunEvent event = read(text("capture-2023-05-29"));
        assertThat(event.body().forWebhook("wsu_2QGRb6TLFTOlBXsWjL4kb0RHTWc", "Flask app"))
                .isEqualTo(Payloads.bytes("capture-2023-05-29"));
    }

    @Test
    void what_was_sent_can_be_published_again_and_is_stored_the_same() throws Exception {
        RunEvent event = read(text("draft-2022-completed"));
        assertThat(read(sent(event, "wsu_1", "any"))).isEqualTo(event);
        assertThat(read(stored(event))).isEqualTo(event);
    }

    @Test
    void the_fields_that_routing_and_the_log_need_are_read_from_the_newest_generation() throws Exception {
        RunEvent event = read(text("capture-2023-05-29"));
        assertThat(event.accountId()).isEqualTo(66847);
        assertThat(event.eventId()).isEqualTo("wev_2QSUzWMSv40ow7s8n8TfVPVnYua");
        assertThat(event.eventType()).isEqualTo(EventTypes.COMPLETED);
        assertThat(event.jobId()).isEqualTo("278164").isEqualTo(event.subject());
        assertThat(event.jobName()).isEqualTo("Snowflake Project Job");
        assertThat(event.runId()).isEqualTo("155144666");
        assertThat(event.runStatus()).isEqualTo("Success");
        assertThat(event.environmentName()).isEqualTo("Deployment 1.4");
        assertThat(event.projectName()).isEqualTo("Snowflake 2");
        assertThat(event.time()).isEqualTo(Instant.parse("2023-05-29T07:52:18.066606170Z"));
    }

    @Test
    void the_fields_that_routing_and_the_log_need_are_read_from_the_draft() throws Exception {
        RunEvent event = read(text("draft-2022-canceled"));
        assertThat(event.accountId()).isEqualTo(123);
        assertThat(event.eventId()).isEqualTo("231321foisdjfiods");
        assertThat(event.eventType()).isEqualTo(EventTypes.CANCELED);
        assertThat(event.jobId()).isEqualTo("2");
        assertThat(event.runStatus()).isEqualTo("Canceled");
        assertThat(event.time()).isEqualTo(Instant.parse("2022-05-02T12:42:31Z"));
    }

    @Test
    void an_event_may_say_no_more_than_its_type_and_its_job() throws Exception {
        RunEvent event = read("{\"eventType\":\"job.run.started\",\"data\":{\"jobId\":\"7\"}}");
        assertThat(event.accountId()).isEqualTo(1);
        assertThat(event.jobName()).isEmpty();
        assertThat(event.runId()).isEmpty();
        assertThat(event.environmentName()).isNull();
        assertThat(event.projectName()).isNull();
        assertThat(stored(event))
                .isEqualTo("{\"accountId\":1,\"eventId\":\"" + event.eventId()
                        + "\",\"timestamp\":\"2024-02-29T23:59:58.12Z\",\"eventType\":\"job.run.started\","
                        + "\"data\":{\"jobId\":\"7\",\"runStatus\":\"Running\",\"runStatusCode\":3}}");
    }

    @Test
    void a_missing_timestamp_is_the_present_time_and_a_missing_id_is_made_from_the_events_second() throws Exception {
        RunEvent undated = read("{\"eventType\":\"job.run.started\",\"data\":{\"jobId\":\"7\"}}");
        assertThat(undated.time()).isEqualTo(Payloads.NOW);
        assertThat(undated.eventId()).startsWith("wev_").hasSize(31);
        assertThat(Ksuid.secondsOf(undated.eventId().substring(4))).isEqualTo(Payloads.NOW.getEpochSecond());

        RunEvent dated = read("{\"timestamp\":\"2023-01-31T21:15:20.9Z\","
                + "\"eventType\":\"job.run.started\",\"data\":{\"jobId\":\"7\"}}");
        assertThat(Ksuid.secondsOf(dated.eventId().substring(4)))
                .isEqualTo(Instant.parse("2023-01-31T21:15:20Z").getEpochSecond());
    }

    @Test
    void the_status_is_filled_in_where_an_older_payload_leaves_no_doubt_about_it() throws Exception {
        assertThat(dataOf("job.run.started", "")).endsWith("\"runStatus\":\"Running\",\"runStatusCode\":3}}");
        assertThat(dataOf("job.run.errored", "")).endsWith("\"runStatus\":\"Errored\",\"runStatusCode\":20}}");
        assertThat(dataOf("job.run.canceled", "")).endsWith("\"runStatus\":\"Canceled\",\"runStatusCode\":30}}");
        assertThat(dataOf("job.run.completed", "")).endsWith("\"data\":{\"jobId\":\"7\"}}");
        assertThat(dataOf("job.run.completed", ",\"runStatus\":\"Errored\""))
                .endsWith("\"runStatus\":\"Errored\",\"runStatusCode\":20}}");
        assertThat(dataOf("job.run.started", ",\"runStatus\":\"\""))
                .endsWith("\"runStatus\":\"Running\",\"runStatusCode\":3}}");
        assertThat(dataOf("job.run.completed", ",\"runStatus\":\"Paused\"")).endsWith("\"runStatus\":\"Paused\"}}");
    }

    @Test
    void the_newest_generation_is_not_filled_in() throws Exception {
        assertThat(dataOf("job.run.started", ",\"projectId\":\"5\""))
                .endsWith("{\"jobId\":\"7\",\"projectId\":\"5\"}}");
    }

    @Test
    void a_drafts_status_becomes_the_word_that_receivers_compare_with_today() throws Exception {
        assertThat(dataOf("job.run.completed", ",\"run_status\":\"complete\""))
                .contains("\"runStatus\":\"Success\",\"runStatusCode\":10");
        assertThat(dataOf("job.run.completed", ",\"run_status\":\"canceled\""))
                .contains("\"runStatus\":\"Canceled\",\"runStatusCode\":30");
        assertThat(dataOf("job.run.completed", ",\"run_status\":\"error\""))
                .contains("\"runStatus\":\"Errored\",\"runStatusCode\":20");
        assertThat(dataOf("job.run.completed", ",\"runStatus\":\"complete\"")).contains("\"runStatus\":\"complete\"");
    }

    @Test
    void a_payload_that_mixes_generations_is_read_field_by_field() throws Exception {
        RunEvent event = read("{\"account_id\":3,\"eventId\":\"e-1\",\"event_type\":\"job.run.errored\","
                + "\"timestamp\":\"2023-01-01T00:00:00Z\",\"webhook_id\":\"wsu_x\",\"webhooksID\":\"wsu_x\","
                + "\"data\":{\"run_errored_at\":\"2022-05-02 12:42:31.5\",\"jobId\":\"9\",\"job_name\":\"n\"}}");
        assertThat(stored(event))
                .isEqualTo(
                        "{\"accountId\":3,\"eventId\":\"e-1\",\"timestamp\":\"2023-01-01T00:00:00Z\","
                                + "\"eventType\":\"job.run.errored\",\"data\":{\"jobId\":\"9\",\"jobName\":\"n\","
                                + "\"runStatus\":\"Errored\",\"runStatusCode\":20,\"runErroredAt\":\"2022-05-02T12:42:31.5Z\"}}");
    }

    @Test
    void ids_given_as_integers_are_sent_as_strings() throws Exception {
        RunEvent event =
                read("{\"eventType\":\"job.run.completed\",\"eventId\":\"e\",\"timestamp\":\"2023-01-01T00:00:00Z\","
                        + "\"data\":{\"projectId\":4,\"environmentId\":3,\"runId\":2,\"jobId\":1}}");
        assertThat(event.jobId()).isEqualTo("1");
        assertThat(stored(event))
                .endsWith("{\"jobId\":\"1\",\"runId\":\"2\",\"environmentId\":\"3\",\"projectId\":\"4\"}}");
    }

    @Test
    void null_in_an_optional_field_is_the_same_as_no_field() throws Exception {
        RunEvent event = read(
                "{\"accountId\":null,\"eventId\":null,\"timestamp\":null,\"webhookId\":null,"
                        + "\"eventType\":\"job.run.completed\",\"data\":{\"jobId\":\"1\",\"jobName\":null,\"runStatusCode\":null}}");
        assertThat(event.accountId()).isEqualTo(1);
        assertThat(stored(event)).endsWith("\"data\":{\"jobId\":\"1\"}}");
    }

    @Test
    void unknown_fields_keep_their_place_and_every_digit() throws Exception {
        String more = "\"big\":123456789012345678901234567890,\"small\":-0.10000000000000000000000000000000001,"
                + "\"e\":1.50E+400,\"zero\":-0,\"deep\":{\"a\":[1,{},[],null,true,false,\"x\"],\"b\":{\"a\":1,\"a\":2}}";
        RunEvent event = read("{\"z\":[ 1.0 , {\"y\" : null} ],\"eventType\":\"job.run.completed\",\"eventId\":\"e\","
                + "\"timestamp\":\"2023-01-01T00:00:00Z\",\"data\":{" + more + ",\"jobId\":\"1\"},\"last\":{}}");
        assertThat(stored(event))
                .isEqualTo("{\"accountId\":1,\"eventId\":\"e\",\"timestamp\":\"2023-01-01T00:00:00Z\","
                        + "\"eventType\":\"job.run.completed\",\"data\":{\"jobId\":\"1\"," + more + "},"
                        + "\"z\":[1.0,{\"y\":null}],\"last\":{}}");
    }

    @Test
    void text_survives_whatever_it_holds() throws Exception {
        String text = "\"\\ \b\f\n\r\t \u0001 \u007f <&>'/ Zażółć 漢字 😀 \u2028 \ufeff";
        String json = new ObjectMapper().writeValueAsString(text);
        RunEvent event = read("{\"eventType\":\"job.run.completed\",\"data\":{\"jobId\":\"1\",\"jobName\":" + json
                + ",\"x\":" + json + "}}");
        assertThat(event.jobName()).isEqualTo(text);
        Map<?, ?> back = new ObjectMapper().readValue(stored(event), Map.class);
        assertThat(((Map<?, ?>) back.get("data")).get("jobName")).isEqualTo(text);
        assertThat(((Map<?, ?>) back.get("data")).get("x")).isEqualTo(text);
        assertThat(stored(event)).contains("<&>'/ Zażółć 漢字 😀");

        RunEvent half = read("{\"eventType\":\"job.run.completed\",\"data\":{\"jobId\":\"1\",\"x\":\"\\ud800!\"}}");
        assertThat(stored(half)).contains("\"x\":\"\\ud800!\"");
    }

    @Test
    void times_that_say_their_zone_are_sent_as_they_were_written() throws Exception {
        for (String time : new String[] {
            "2023-01-31T19:28:15Z",
            "2023-01-31T19:28:15.1Z",
            "2023-01-31T19:28:15.742843678Z",
            "2023-01-31T21:28:15.700+02:00",
            "2023-01-31T14:58:15.70-04:30",
        }) {
            RunEvent event = read(withTimestamp(time));
            assertThat(stored(event)).contains("\"timestamp\":\"" + time + '"');
            assertThat(event.time().getEpochSecond())
                    .isEqualTo(Instant.parse("2023-01-31T19:28:15Z").getEpochSecond());
        }
    }

    @Test
    void times_without_a_zone_are_utc_and_any_other_text_in_data_is_left_alone() throws Exception {
        RunEvent event = read(withTimestamp("2022-05-02 12:42:31.25"));
        assertThat(event.time()).isEqualTo(Instant.parse("2022-05-02T12:42:31.25Z"));
        assertThat(stored(event)).contains("\"timestamp\":\"2022-05-02T12:42:31.25Z\"");
        assertThat(dataOf("job.run.completed", ",\"runStartedAt\":\"\",\"runFinishedAt\":\"yesterday\""))
                .contains("\"runStartedAt\":\"\",\"runFinishedAt\":\"yesterday\"");
    }

    @Test
    void parsed_json_from_a_route_is_read_like_the_text_it_came_from() throws Exception {
        ObjectMapper mapper = new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
        String text = text("ga-errored").replace("\"runStatusCode\": 20", "\"runStatusCode\": 20, \"x\": [1.5, null]");
        RunEvent expected = read(text);
        RunEventReader reader = Payloads.reader();
        assertThat(reader.readValue(mapper.readValue(text, Map.class), null, 0, 1))
                .containsExactly(expected);
        assertThat(reader.readValue(List.of(mapper.readTree(text)), null, 0, 1)).containsExactly(expected);
        assertThat(reader.readValue(mapper.readTree('[' + text + ']'), null, 0, 1))
                .containsExactly(expected);
        assertThat(reader.readValue(text, null, 0, 1)).containsExactly(expected);
        assertThat(reader.readValue(text.getBytes(StandardCharsets.UTF_8), null, 0, 1))
                .containsExactly(expected);
    }

    @Test
    void an_array_and_lines_give_their_events_in_order() throws Exception {
        String a = "{\"eventId\":\"a\",\"eventType\":\"job.run.started\",\"data\":{\"jobId\":\"1\"}}";
        String b = a.replace("\"a\"", "\"b\"");
        for (String type : new String[] {
            "application/x-ndjson", "Application/NDJSON; charset=utf-8", "application/jsonl", "text/plain", null
        }) {
            assertThat(readAll("\n" + a + "\r\n \n" + b + "\n" + a, type))
                    .extracting(RunEvent::eventId)
                    .containsExactly("a", "b", "a");
        }
        assertThat(readAll(" [" + a + " ,\n" + b + "] ", "application/json"))
                .extracting(RunEvent::eventId)
                .containsExactly("a", "b");
        assertThat(readAll(text("ga-started"), null)).hasSize(1);
        assertThat(readAll("\ufeff" + a, "application/json")).hasSize(1);
    }

    private static String withTimestamp(String time) {
        return "{\"timestamp\":\"" + time + "\",\"eventType\":\"job.run.completed\",\"data\":{\"jobId\":\"7\"}}";
    }

    private static String dataOf(String type, String more) throws InvalidEventException {
        return stored(read("{\"eventType\":\"" + type + "\",\"data\":{\"jobId\":\"7\"" + more + "}}"));
    }
}
