package dev.waystation.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BadInputTest {
    private static final String GOOD = "{\"eventType\":\"job.run.started\",\"data\":{\"jobId\":\"1\"}}";
    private static final String TYPES = "job.run.started, job.run.completed, job.run.errored, job.run.canceled";

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    {"data":{"jobId":"1"}}                                       | eventType  | one of job.run.started, job.run.completed, job.run.errored, job.run.canceled | nothing
                    {"eventType":"job.run.paused","data":{"jobId":"1"}}          | eventType  | one of job.run.started, job.run.completed, job.run.errored, job.run.canceled | "job.run.paused"
                    {"eventType":7,"data":{"jobId":"1"}}                         | eventType  | one of job.run.started, job.run.completed, job.run.errored, job.run.canceled | the number 7
                    {"eventType":"job.run.started"}                              | data       | an object with the run's fields | nothing
                    {"eventType":"job.run.started","data":null}                  | data       | an object with the run's fields | null
                    {"eventType":"job.run.started","data":[1]}                   | data       | an object with the run's fields | an array
                    {"eventType":"job.run.started","data":{}}                    | data.jobId | the job's id in decimal digits | nothing
                    {"eventType":"job.run.started","data":{"jobId":null}}        | data.jobId | the job's id in decimal digits, at most 20 | null
                    {"eventType":"job.run.started","data":{"jobId":""}}          | data.jobId | the job's id in decimal digits, at most 20 | ""
                    {"eventType":"job.run.started","data":{"jobId":"12a"}}       | data.jobId | the job's id in decimal digits, at most 20 | "12a"
                    {"eventType":"job.run.started","data":{"job_id":-1}}         | data.jobId | the job's id in decimal digits, at most 20 | the number -1
                    {"eventType":"job.run.started","data":{"jobId":1.5}}         | data.jobId | the job's id in decimal digits, at most 20 | the number 1.5
                    {"eventType":"job.run.started","data":{"jobId":{"a":1}}}     | data.jobId | the job's id in decimal digits, at most 20 | an object
                    {"eventType":"job.run.started","data":{"jobId":"123456789012345678901"}} | data.jobId | the job's id in decimal digits, at most 20 | "123456789012345678901"
                    {"eventType":"job.run.started","data":{"jobId":"1","jobName":5}}         | data.jobName | a string of at most 1,000 characters | the number 5
                    {"eventType":"job.run.started","data":{"jobId":"1","runId":true}}        | data.runId | an id as a string or an integer of at most 64 characters | true
                    {"eventType":"job.run.started","data":{"jobId":"1","runReason":[]}}      | data.runReason | a string | an array
                    {"eventType":"job.run.started","data":{"jobId":"1","runStatusCode":"3"}} | data.runStatusCode | an integer of at most 9 digits | "3"
                    {"eventType":"job.run.started","data":{"jobId":"1","runStatusCode":3.0}} | data.runStatusCode | an integer of at most 9 digits | the number 3.0
                    {"eventType":"job.run.started","data":{"jobId":"1","runStatusCode":9999999999}} | data.runStatusCode | an integer of at most 9 digits | the number 9999999999
                    {"accountId":"1","eventType":"job.run.started","data":{"jobId":"1"}}     | accountId  | an integer greater than 0 | "1"
                    {"accountId":0,"eventType":"job.run.started","data":{"jobId":"1"}}       | accountId  | an integer greater than 0 | the number 0
                    {"account_id":-3,"eventType":"job.run.started","data":{"jobId":"1"}}     | accountId  | an integer greater than 0 | the number -3
                    {"accountId":9999999999999999999,"eventType":"job.run.started","data":{"jobId":"1"}} | accountId | an integer greater than 0 | the number 9999999999999999999
                    {"eventId":"","eventType":"job.run.started","data":{"jobId":"1"}}        | eventId    | 1 to 64 characters of A-Z, a-z, 0-9, _ and - | ""
                    {"eventId":"a b","eventType":"job.run.started","data":{"jobId":"1"}}     | eventId    | 1 to 64 characters of A-Z, a-z, 0-9, _ and - | "a b"
                    {"eventId":12,"eventType":"job.run.started","data":{"jobId":"1"}}        | eventId    | a string of 1 to 64 characters of A-Z, a-z, 0-9, _ and - | the number 12
                    {"timestamp":"soon","eventType":"job.run.started","data":{"jobId":"1"}}  | timestamp  | a time as in 2023-01-31T19:28:15.742843678Z (RFC 3339) | "soon"
                    {"timestamp":"2023-02-29T00:00:00Z","eventType":"job.run.started","data":{"jobId":"1"}} | timestamp | a time as in 2023-01-31T19:28:15.742843678Z (RFC 3339) | "2023-02-29T00:00:00Z"
                    {"timestamp":"2023-01-01T24:00:00Z","eventType":"job.run.started","data":{"jobId":"1"}} | timestamp | a time as in 2023-01-31T19:28:15.742843678Z (RFC 3339) | "2023-01-01T24:00:00Z"
                    {"timestamp":"2023-01-01T00:00:00.Z","eventType":"job.run.started","data":{"jobId":"1"}} | timestamp | a time as in 2023-01-31T19:28:15.742843678Z (RFC 3339) | "2023-01-01T00:00:00.Z"
                    {"timestamp":"2023-01-01T00:00:00.1234567890Z","eventType":"job.run.started","data":{"jobId":"1"}} | timestamp | a time as in 2023-01-31T19:28:15.742843678Z (RFC 3339) | "2023-01-01T00:00:00.1234567890Z"
                    {"timestamp":"2023-01-01T00:00:00+0200","eventType":"job.run.started","data":{"jobId":"1"}} | timestamp | a time as in 2023-01-31T19:28:15.742843678Z (RFC 3339) | "2023-01-01T00:00:00+0200"
                    {"timestamp":1675193295,"eventType":"job.run.started","data":{"jobId":"1"}} | timestamp | a string with a time as in 2023-01-31T19:28:15.742843678Z (RFC 3339) | the number 1675193295
                    {"eventType":"job.run.started","eventType":"job.run.errored","data":{"jobId":"1"}} | eventType | each field once | it a second time
                    {"eventType":"job.run.started","extra":1,"extra":2,"data":{"jobId":"1"}} | extra      | each field once | it a second time
                    {"eventType":"job.run.started","data":{"jobId":"1","job_id":"2"}}        | data.jobId | each field once | it a second time, as job_id
                    {"eventType":"job.run.started","data":{"jobId":"1","x":1,"x":2}}         | data.x     | each field once | it a second time
                    """)
    void a_field_that_is_missing_or_wrong_is_named_with_what_was_expected(
            String body, String field, String expected, String found) {
        assertThat(problemsOf(body, "application/json")).containsExactly(new Problem(-1, field, expected, found));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    {"eventType": nope}             | malformed JSON at line 1, column
                    {“eventType”: 1}                | malformed JSON at line 1, column 2 (a curly quote
                    {"a":1,}                        | malformed JSON at line 1, column 8
                    {"a":1                          | its end too early, at line 1, column 7
                    {"a":"x                         | its end too early, at line 1, column 8
                    {"a":NaN}                       | malformed JSON at line 1, column
                    {"a":01}                        | malformed JSON at line 1, column
                    {"a":'x'}                       | malformed JSON at line 1, column 6
                    {"a":1 /* b */}                 | malformed JSON at line 1, column 8
                    """)
    void malformed_json_is_located_without_the_parsers_own_words(String body, String found) {
        Problem problem = problemsOf(body, "application/json").get(0);
        assertThat(problem.index()).isEqualTo(-1);
        assertThat(problem.field()).isEmpty();
        assertThat(problem.expected()).isEqualTo("JSON");
        assertThat(problem.found()).startsWith(found);
        assertThat(exception(body, "application/json").getMessage())
                .doesNotContain("com.fasterxml", "jackson", "[Source", "eventType");
    }

    @Test
    void lines_and_columns_count_characters_of_the_whole_body() {
        assertThat(problemsOf("{\n  \"ąę\": 1,\n  \"漢字\": ?\n}", "application/json"))
                .containsExactly(new Problem(-1, "", "JSON", "malformed JSON at line 3, column 9"));
        assertThat(problemsOf(GOOD + "\n\n  {\"ą\":?}\n" + GOOD, "application/x-ndjson"))
                .containsExactly(
                        new Problem(1, "", "one whole JSON object on each line", "malformed JSON at line 3, column 8"));
    }

    @Test
    void a_bad_element_is_named_by_its_index_and_rejects_the_good_ones_beside_it() {
        String bad = "{\"eventType\":\"job.run.started\",\"data\":{}}";
        Problem expected = new Problem(2, "data.jobId", "the job's id in decimal digits", "nothing");
        assertThat(problemsOf("[" + GOOD + "," + GOOD + "," + bad + "," + GOOD + "]", "application/json"))
                .containsExactly(expected);
        assertThat(problemsOf(GOOD + "\n\n" + GOOD + "\n" + bad + "\n", "application/x-ndjson"))
                .containsExactly(expected);
        assertThat(problemsOf(GOOD + "\n\n" + GOOD + "\n" + bad + "\n", null)).containsExactly(expected);
        assertThat(problemsOf("[" + GOOD + ",7,null]", "application/json"))
                .containsExactly(
                        new Problem(1, "", "an object (one run event)", "the number 7"),
                        new Problem(2, "", "an object (one run event)", "null"));
        assertThat(problemsOf("[" + GOOD + ",{\"a\":]", "application/json"))
                .extracting(Problem::index)
                .containsExactly(1);
    }

    @Test
    void the_message_is_one_sentence_that_tells_where_and_what() {
        assertThat(exception("{\"eventType\":\"x\",\"data\":{\"jobId\":\"1\"}}", null))
                .hasMessage("eventType: expected one of " + TYPES + ", found \"x\".");
        assertThat(exception("[" + GOOD + ",{\"eventType\":\"job.run.started\",\"data\":{}},3]", null))
                .hasMessage("Event 1, data.jobId: expected the job's id in decimal digits, found nothing"
                        + " (and 1 more problem).");
        assertThat(exception("", null))
                .hasMessage("Expected a run event as a JSON object, an array of them, or one on each line,"
                        + " found an empty body.");
    }

    @Test
    void a_body_without_any_event_is_refused() {
        assertThat(problemsOf("", "application/json").get(0).found()).isEqualTo("an empty body");
        assertThat(problemsOf(" \n\r\n\t", "application/x-ndjson").get(0).found())
                .isEqualTo("an empty body");
        assertThat(problemsOf("[]", "application/json"))
                .containsExactly(new Problem(-1, "", "at least one run event", "an empty array"));
        assertThat(problemsOf("\"text\"", "application/json").get(0).found()).isEqualTo("\"text\"");
        assertThat(problemsOf("12", null).get(0).found()).isEqualTo("the number 12");
        assertThat(problemsOf("null", null).get(0).found()).isEqualTo("null");
    }

    @Test
    void several_objects_sent_as_json_are_refused_with_the_content_type_to_use() {
        Problem problem = problemsOf(GOOD + "\n" + GOOD, "application/json").get(0);
        assertThat(problem.expected()).contains("Content-Type: application/x-ndjson");
        assertThat(problem.found()).isEqualTo("more than that, at line 2, column 1");
        assertThat(problemsOf(GOOD + GOOD, null).get(0).expected()).contains("Content-Type: application/x-ndjson");
        assertThat(problemsOf("[" + GOOD + "]" + GOOD, null).get(0).found()).startsWith("more than that");
    }

    @Test
    void a_line_is_one_object() {
        assertThat(problemsOf(GOOD + "\n[" + GOOD + "]", "application/x-ndjson"))
                .containsExactly(new Problem(1, "", "an object (one run event)", "an array"));
        assertThat(problemsOf(GOOD + " " + GOOD, "application/x-ndjson").get(0).expected())
                .isEqualTo("one whole JSON object on each line");
        assertThat(problemsOf("{\n\"eventType\":\"job.run.started\"}", "application/x-ndjson")
                        .get(0))
                .isEqualTo(new Problem(
                        0,
                        "",
                        "one whole JSON object on each line",
                        "its end too early, at line 1, column 2 (a bracket or a quote is open)"));
    }

    @Test
    void an_account_other_than_the_paths_is_refused_with_the_path_to_use() throws Exception {
        byte[] body = Payloads.bytes("capture-2023-05-29");
        InvalidEventException e = catchThrowableOfType(
                InvalidEventException.class, () -> Payloads.reader().read(body, null, 1, 1));
        assertThat(e.problems())
                .containsExactly(new Problem(
                        -1,
                        "accountId",
                        "the account of the path, 1 (publish to /api/v3/accounts/66847/webhooks/events"
                                + " or leave accountId out)",
                        "the number 66847"));
        assertThat(Payloads.reader().read(body, null, 66847, 1).get(0).accountId())
                .isEqualTo(66847);
        assertThat(Payloads.reader()
                        .read(GOOD.getBytes(StandardCharsets.UTF_8), null, 12, 1)
                        .get(0)
                        .accountId())
                .isEqualTo(12);
    }

    @Test
    void values_are_bounded_in_length_and_in_depth() {
        String at =
                "{\"eventType\":\"job.run.started\",\"eventId\":\"%s\",\"data\":{\"jobId\":\"1\",\"jobName\":\"%s\"}}";
        assertThat(readable(at.formatted("e".repeat(64), "ą".repeat(1_000)))).isTrue();
        assertThat(problemsOf(at.formatted("e".repeat(65), "ą".repeat(1_001)), null))
                .extracting(Problem::field, Problem::found)
                .containsExactly(tuple("eventId", "65 characters"), tuple("data.jobName", "1,001 characters"));
        assertThat(readable(deep(98))).isTrue();
        for (int levels : new int[] {99, 5_000}) {
            assertThat(problemsOf(deep(levels), "application/json"))
                    .extracting(Problem::expected)
                    .containsExactly("values nested at most 100 deep");
        }
        assertThat(problemsOf(GOOD.replace("\"1\"", "\"1\",\"n\":" + "9".repeat(1_001)), null))
                .extracting(Problem::expected)
                .containsExactly("numbers of at most 1,000 characters");
        assertThat(problemsOf(GOOD.replace("\"1\"", "\"1\",\"" + "n".repeat(60_000) + "\":1"), null))
                .extracting(Problem::expected)
                .containsExactly("names and texts of a reasonable length");
    }

    @Test
    void an_answer_repeats_little_of_what_was_sent() {
        String mail = "someone.with.a.long.name@a-company.example\u0007\n";
        String type = "{\"eventType\":\"" + mail.replace("\u0007\n", "\\u0007\\n") + "\",\"data\":{\"jobId\":\"1\"}}";
        assertThat(problemsOf(type, null).get(0).found()).isEqualTo("\"someone.with.a.long.name@a-company.examp…\"");
        assertThat(problemsOf(type.replace("someone.with.a.long.name", "x"), null)
                        .get(0)
                        .found())
                .isEqualTo("\"x@a-company.example\uFFFD\uFFFD\"");
        InvalidEventException many = exception("[" + "7,".repeat(1_000) + "7]", null);
        assertThat(many.problems()).hasSize(InvalidEventException.MAX_PROBLEMS);
        assertThat(many).hasMessageEndingWith("(and at least 19 more problems).");
        assertThat(many.getStackTrace()).isEmpty();
    }

    @Test
    void only_utf8_is_taken() {
        for (byte[] body : List.of(
                GOOD.getBytes(StandardCharsets.UTF_16LE),
                GOOD.getBytes(StandardCharsets.UTF_16BE),
                GOOD.getBytes(StandardCharsets.UTF_16))) {
            InvalidEventException e = catchThrowableOfType(
                    InvalidEventException.class, () -> Payloads.reader().read(body, null, 0, 1));
            assertThat(e).hasMessage("Expected JSON in UTF-8, found another encoding.");
        }
        byte[] latin = GOOD.replace("\"1\"", "\"1\",\"n\":\"é\"").getBytes(StandardCharsets.ISO_8859_1);
        InvalidEventException e = catchThrowableOfType(
                InvalidEventException.class, () -> Payloads.reader().read(latin, null, 0, 1));
        assertThat(e).hasMessageStartingWith("Expected JSON, found malformed JSON at line 1, column 5");
    }

    @Test
    void a_value_from_a_route_that_json_does_not_know_is_refused() {
        Map<String, Object> event =
                Map.of("eventType", "job.run.started", "data", Map.of("jobId", "1", "x", new Thread()));
        assertThat(valueProblems(event))
                .containsExactly(new Problem(-1, "data.x", "a value that JSON has", "a Thread"));
        assertThat(valueProblems(List.of(Map.of("x", Double.NaN))))
                .containsExactly(new Problem(0, "x", "a value that JSON has", "a Double"));
        List<Object> loop = new ArrayList<>();
        loop.add(loop);
        assertThat(valueProblems(loop)).extracting(Problem::expected).containsExactly("values nested at most 100 deep");
        assertThat(valueProblems(null)).extracting(Problem::found).containsExactly("an empty body");
    }

    @Test
    void whatever_bytes_are_sent_the_answer_is_events_or_the_problems() {
        byte[][] seeds = {
            Payloads.bytes("capture-2023-05-29"),
            Payloads.bytes("draft-2022-completed"),
            ("[" + GOOD + "," + GOOD + "]").getBytes(StandardCharsets.UTF_8),
            (GOOD + "\n" + GOOD).getBytes(StandardCharsets.UTF_8),
        };
        byte[] hostile = {0, '\n', '"', '\\', '{', '}', '[', ']', ',', ':', '1', '-', 'e', (byte) 0xC3, (byte) 0xED, -1
        };
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            byte[] body = seeds[i % seeds.length].clone();
            for (int change = random.nextInt(4); change >= 0; change--) {
                body[random.nextInt(body.length)] = hostile[random.nextInt(hostile.length)];
            }
            byte[] sent = random.nextInt(4) == 0 ? Arrays.copyOf(body, random.nextInt(body.length)) : body;
            try {
                assertThat(Payloads.reader().read(sent, random.nextBoolean() ? null : "application/json", 0, 1))
                        .isNotEmpty();
            } catch (InvalidEventException e) {
                assertThat(e.problems()).isNotEmpty();
                assertThat(e.getMessage()).endsWith(".").doesNotContain("fasterxml");
            }
        }
    }

    private static String deep(int levels) {
        return "{\"eventType\":\"job.run.started\",\"data\":{\"jobId\":\"1\",\"n\":" + "[".repeat(levels)
                + "]".repeat(levels) + "}}";
    }

    private static boolean readable(String body) {
        try {
            return Payloads.readAll(body, "application/json").size() == 1;
        } catch (InvalidEventException e) {
            throw new AssertionError(e.getMessage());
        }
    }

    private static List<Problem> problemsOf(String body, String contentType) {
        return exception(body, contentType).problems();
    }

    private static List<Problem> valueProblems(Object value) {
        return catchThrowableOfType(
                        InvalidEventException.class, () -> Payloads.reader().readValue(value, null, 0, 1))
                .problems();
    }

    private static InvalidEventException exception(String body, String contentType) {
        InvalidEventException e =
                catchThrowableOfType(InvalidEventException.class, () -> Payloads.readAll(body, contentType));
        assertThat(e).as("the body is refused").isNotNull();
        return e;
    }
}
