package dev.waystation.event.received;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReceivedEventReaderTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.123456Z");
    private static final String ID = "018e0000-0000-7000-8000-000000000001";

    private final ReceivedEventReader validator = new ReceivedEventReader(EventLimits.DEFAULTS);

    @Test
    void the_least_event_of_a_client_has_a_name_a_resource_an_id_and_a_time() throws Exception {
        ReceivedEvent event = valid(event(""));
        assertThat(event)
                .isEqualTo(new ReceivedEvent(
                        UUID.fromString(ID),
                        7,
                        "e",
                        Map.of("prefect.resource.id", "r"),
                        List.of(),
                        Map.of(),
                        Instant.parse("2021-02-03T04:05:06Z"),
                        null,
                        NOW));
        assertThat(event.subject()).isEqualTo("r");
    }

    @Test
    void every_missing_field_is_named_at_once() {
        assertThat(problems("[{}]"))
                .extracting(EventProblem::path)
                .containsExactly("[0].occurred", "[0].event", "[0].resource", "[0].id");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'event':7|event|string_type|must be text, but is a number; put it in quotes",
                "'event':null|event|string_type|null",
                "'event':'a\\u0000'|event|value_error|U+0000",
                "'resource':null|resource|dict_type|an object of labels, but is null",
                "'resource':{}|resource[\"prefect.resource.id\"]|missing|is missing",
                "'resource':{'prefect.resource.id':''}|resource[\"prefect.resource.id\"]|value_error|is empty",
                "'resource':{'prefect.resource.id':'r','n':1}|resource.n|string_type|a number; put it in quotes",
                "'resource':{'prefect.resource.id':'r','n':true}|resource.n|string_type|true or false",
                "'resource':{'prefect.resource.id':'r','n':null}|resource.n|string_type|null",
                "'resource':{'prefect.resource.id':'r','n':{}}|resource.n|string_type|an object",
                "'related':null|related|list_type|leave it out",
                "'related':{}|related|list_type|a list of resources",
                "'related':['x']|related[0]|dict_type|but is text",
                "'related':[{'prefect.resource.id':'a'}]|related[0][\"prefect.resource.role\"]|missing|is missing",
                "'related':[{'prefect.resource.id':'a','prefect.resource.role':''}]"
                        + "|related[0][\"prefect.resource.role\"]|value_error|is empty",
                "'payload':null|payload|dict_type|leave it out",
                "'payload':[]|payload|dict_type|a list",
                "'payload':'x'|payload|dict_type|text",
                "'id':null|id|uuid_parsing|must be a UUID; leave it out",
                "'id':'x'|id|uuid_parsing|must be a UUID",
                "'id':7|id|uuid_parsing|must be a UUID",
                "'follows':'x'|follows|uuid_parsing|must be a UUID",
                "'occurred':null|occurred|datetime_parsing|RFC 3339",
                "'occurred':'Wed, 03 Feb 2021 04:05:06 GMT'|occurred|datetime_parsing|RFC 3339",
            })
    void a_wrong_field_is_named_with_what_was_expected(String field, String path, String type, String message) {
        assertThat(problems("[" + event(field) + "]")).singleElement().satisfies(problem -> {
            assertThat(problem.path()).isEqualTo("[0]." + path);
            assertThat(problem.type()).isEqualTo(type);
            assertThat(problem.message()).contains(message);
        });
    }

    @Test
    void locations_are_ready_for_an_answer_of_the_events_api() {
        assertThat(problems("[" + event("") + "," + event("'resource':{'prefect.resource.id':'r','n':1}") + "]"))
                .singleElement()
                .extracting(EventProblem::location)
                .isEqualTo(List.of(1, "resource", "n"));
    }

    @ParameterizedTest
    @CsvSource({"{},list_type", "7,list_type", "[1],model_type", "[,json_invalid", "'',json_invalid"})
    void a_batch_is_a_list_of_objects(String json, String type) {
        assertThat(problems(json))
                .singleElement()
                .extracting(EventProblem::type)
                .isEqualTo(type);
    }

    @Test
    void an_empty_batch_is_fine() throws Exception {
        assertThat(validator.batch("[]", 7, NOW)).isEmpty();
    }

    @Test
    void one_bad_event_refuses_the_batch() {
        assertThatThrownBy(() -> validator.batch("[" + event("") + "," + event("'event':1") + "]", 7, NOW))
                .isInstanceOf(InvalidReceivedEventException.class)
                .hasMessageStartingWith("[1].event must be text");
    }

    @Test
    void unknown_fields_are_passed_over_and_what_the_server_sets_is_not_believed() throws Exception {
        ReceivedEvent event = valid(event("'data':1,'received':'2000-01-01T00:00:00Z','account':'x','workspace':1"));
        assertThat(event.received()).isEqualTo(NOW);
        assertThat(event.accountId()).isEqualTo(7);
    }

    @Test
    void an_empty_name_is_allowed_as_in_prefect() throws Exception {
        assertThat(valid(event("'event':''")).eventType()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ID,
                "018E0000-0000-7000-8000-000000000001",
                "018e0000000070008000000000000001",
                "urn:uuid:" + ID,
                "{" + ID + "}"
            })
    void a_uuid_has_four_forms(String text) throws Exception {
        assertThat(valid(event("'id':'" + text + "'")).id()).isEqualTo(UUID.fromString(ID));
        assertThat(valid(event("'follows':'" + text + "'")).follows()).isEqualTo(UUID.fromString(ID));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1-1-1-1-1",
                "018e0000-0000-7000-8000-00000000000",
                "{018e0000000070008000000000000001}",
                "URN:UUID:" + ID
            })
    void what_java_alone_would_take_for_a_uuid_is_none(String text) {
        assertThat(problems("[" + event("'id':'" + text + "'") + "]")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "'\"2021-02-03T04:05:06Z\"', 2021-02-03T04:05:06Z",
        "'\"2021-02-03T04:05:06.000007Z\"', 2021-02-03T04:05:06.000007Z",
        "'\"2021-02-03T04:05:06.123456789Z\"', 2021-02-03T04:05:06.123456Z",
        "'\"2021-02-03T04:05:06+05:30\"', 2021-02-02T22:35:06Z",
        "'\"2021-02-03T04:05:06-0100\"', 2021-02-03T05:05:06Z",
        "'\"2021-02-03T04:05:06-23:59\"', 2021-02-04T04:04:06Z",
        "'\"2021-02-03 04:05:06\"', 2021-02-03T04:05:06Z",
        "'\"2021-02-03T04:05\"', 2021-02-03T04:05:00Z",
        "'\"2021-02-03\"', 2021-02-03T00:00:00Z",
        "1612325106, 2021-02-03T04:05:06Z",
        "1612325106.5, 2021-02-03T04:05:06.500Z",
        "1612325106789, 2021-02-03T04:05:06.789Z",
        "'\"1612325106\"', 2021-02-03T04:05:06Z",
        "-1, 1969-12-31T23:59:59Z",
        "-1.0000001, 1969-12-31T23:59:59Z",
        "1.9999996, 1970-01-01T00:00:02Z",
    })
    void a_time_has_many_forms(String json, Instant expected) throws Exception {
        assertThat(valid(event("'occurred':" + json)).time()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"\"",
                "\"now\"",
                "\"2021-13-01\"",
                "\"2021-02-30T00:00:00Z\"",
                "\"2021-02-03T24:00:00Z\"",
                "\"2021-02-03T04:05:60Z\"",
                "\"0000-01-01T00:00:00Z\"",
                "\"2021-02-03T04:05:06+25:00\"",
                "\"2021-02-03T04:05:06Z \"",
                "true",
                "NaN",
                "1e300",
                "99999999999999999999999",
                "{}"
            })
    void other_times_are_refused(String json) {
        assertThat(problems("[" + event("'occurred':" + json) + "]"))
                .singleElement()
                .extracting(EventProblem::path)
                .isEqualTo("[0].occurred");
    }

    @Nested
    class Limits {

        @Test
        void a_name_has_1024_characters_however_many_bytes() throws Exception {
            assertThat(valid(event("'event':'" + "😀".repeat(1024) + "'")).eventType())
                    .hasSize(2048);
            assertThat(problems("[" + event("'event':'" + "a".repeat(1025) + "'") + "]")
                            .get(0)
                            .message())
                    .isEqualTo("has 1025 characters, at most 1024 are allowed");
        }

        @Test
        void a_resource_has_500_labels_with_its_id() throws Exception {
            assertThat(valid(event("'resource':" + labels(500))).resource()).hasSize(500);
            assertThat(problems("[" + event("'resource':" + labels(501)) + "]")
                            .get(0)
                            .message())
                    .isEqualTo("has 501 labels, at most 500 are allowed");
        }

        @Test
        void a_hundred_resources_can_be_related() throws Exception {
            assertThat(valid(event("'related':" + related(100))).related()).hasSize(100);
            assertThat(problems("[" + event("'related':" + related(101)) + "]")
                            .get(0)
                            .message())
                    .isEqualTo("has 101 resources, at most 100 are allowed");
        }

        @Test
        void the_whole_event_has_1_500_000_bytes_of_json() throws Exception {
            int rest = valid(event("'payload':{'x':''}")).body().stored().length;
            ReceivedEvent largest = valid(event("'payload':{'x':'" + "ż".repeat((1_500_000 - rest) / 2) + "'}"));
            assertThat(largest.body().stored().length).isBetween(1_499_999, 1_500_000);
            assertThat(problems("[" + event("'payload':{'x':'" + "a".repeat(1_500_001 - rest) + "'}") + "]"))
                    .singleElement()
                    .extracting(EventProblem::message)
                    .isEqualTo("is 1500001 bytes of JSON, at most 1500000 are allowed");
        }

        @Test
        void can_be_set() throws Exception {
            ReceivedEventReader small = new ReceivedEventReader(new EventLimits(64, 4, 1, 65_536));
            assertThatThrownBy(() -> small.batch("[" + event("'event':'" + "a".repeat(65) + "'") + "]", 7, NOW))
                    .hasMessage("[0].event has 65 characters, at most 64 are allowed");
            assertThatThrownBy(() -> new EventLimits(0, 4, 1, 65_536)).hasMessageContaining("too small");
        }

        @Test
        void five_hundred_bad_labels_make_one_hundred_problems() {
            String labels = labels(499).replace("'v'", "1");
            InvalidReceivedEventException e = catchThrowableOfType(
                    InvalidReceivedEventException.class,
                    () -> validator.batch("[" + event("'resource':" + labels) + "]", 7, NOW));
            assertThat(e.problems()).hasSize(100);
            assertThat(e.getMessage()).endsWith("; and 95 more");
        }

        private static String labels(int count) {
            return IntStream.range(1, count)
                    .mapToObj(i -> "'l" + i + "':'v'")
                    .collect(Collectors.joining(",", "{'prefect.resource.id':'r',", "}"));
        }

        private static String related(int count) {
            return IntStream.range(0, count)
                    .mapToObj(i -> "{'prefect.resource.id':'r" + i + "','prefect.resource.role':'x'}")
                    .collect(Collectors.joining(",", "[", "]"));
        }
    }

    @Nested
    class Bytes {

        @Test
        void are_prefects_wire_form() throws Exception {
            ReceivedEvent event = valid(event("'occurred':'2021-02-03T04:05:06.000007+00:00',"
                    + "'related':[{'prefect.resource.role':'x','prefect.resource.id':'q'}],"
                    + "'payload':{'z':1,'a':[1.5,null,true,'ż<']},'follows':'" + ID + "'"));
            assertThat(new String(event.body().stored(), StandardCharsets.UTF_8))
                    .isEqualTo("{\"occurred\":\"2021-02-03T04:05:06.000007Z\",\"event\":\"e\","
                            + "\"resource\":{\"prefect.resource.id\":\"r\"},"
                            + "\"related\":[{\"prefect.resource.role\":\"x\",\"prefect.resource.id\":\"q\"}],"
                            + "\"payload\":{\"z\":1,\"a\":[1.5,null,true,\"ż<\"]},"
                            + "\"id\":\"" + ID + "\",\"follows\":\"" + ID + "\","
                            + "\"received\":\"2026-03-01T12:00:00.123456Z\"}");
        }

        @Test
        void have_a_fraction_of_six_digits_or_none() throws Exception {
            assertThat(new String(
                            valid(event("'occurred':'2021-02-03T04:05:06.500Z'"))
                                    .body()
                                    .stored(),
                            StandardCharsets.UTF_8))
                    .contains("\"occurred\":\"2021-02-03T04:05:06.500000Z\"")
                    .contains("\"follows\":null");
        }

        @Test
        void read_back_as_the_same_event() throws Exception {
            ReceivedEvent event = valid(event("'payload':{'big':123456789012345678901234567890,'x':{'y':[{}]}}"));
            assertThat(event.payload()).containsEntry("big", new BigInteger("123456789012345678901234567890"));
            assertThat(ReceivedEvent.fromJson(7, event.body().stored())).isEqualTo(event);
            assertThatThrownBy(() -> ReceivedEvent.fromJson(7, "{}".getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void are_valid_json_whatever_python_would_allow() throws Exception {
            ReceivedEvent event = valid(
                    event("'payload':{'n':NaN,'i':[-Infinity,1e999],'half':'a\\ud800b','\\udc00':1,'nul':'\\u0000'}"));
            assertThat(new ObjectMapper()
                            .readTree(event.body().stored())
                            .get("payload")
                            .toString())
                    .isEqualTo("{\"n\":null,\"i\":[null,null],\"half\":\"a\uFFFDb\",\"\uFFFD\":1,\"nul\":\"\\u0000\"}");
            assertThat(ReceivedEvent.fromJson(7, event.body().stored())).isEqualTo(event);
        }

        @Test
        void survive_the_deepest_payload_that_can_be_read() throws Exception {
            String deep = "[".repeat(PythonJson.DEPTH - 3) + "]".repeat(PythonJson.DEPTH - 3);
            ReceivedEvent event = valid(event("'payload':{'x':" + deep + "}"));
            assertThat(ReceivedEvent.fromJson(7, event.body().stored())).isEqualTo(event);
        }
    }

    @Test
    void fresh_ids_are_version_7_and_sort_by_time() {
        UUID first = UuidV7.at(NOW);
        UUID second = UuidV7.at(NOW.plusMillis(1));
        assertThat(first.version()).isEqualTo(7);
        assertThat(first.variant()).isEqualTo(2);
        assertThat(first.getMostSignificantBits() >>> 16).isEqualTo(NOW.toEpochMilli());
        assertThat(first.toString()).isLessThan(second.toString());
        assertThat(UuidV7.at(NOW)).isNotEqualTo(first);
    }

    /** A valid event, with these fields added or in place of its own; single quotes become double ones. */
    private static String event(String fields) {
        String own = "'event':'e','resource':{'prefect.resource.id':'r'},'id':'" + ID
                + "','occurred':'2021-02-03T04:05:06Z'";
        // Of equal keys the last wins.
        return ("{" + own + (fields.isEmpty() ? "" : "," + fields) + "}").replace('\'', '"');
    }

    private ReceivedEvent valid(String json) throws InvalidReceivedEventException {
        return validator.batch("[" + json + "]", 7, NOW).get(0);
    }

    private List<EventProblem> problems(String json) {
        InvalidReceivedEventException e =
                catchThrowableOfType(InvalidReceivedEventException.class, () -> validator.batch(json, 7, NOW));
        assertThat(e).as(json).isNotNull();
        return e.problems();
    }
}
