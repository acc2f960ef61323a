package dev.waystation.jinja;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.Charset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The filters that are Prefect's or ours, not Jinja's. */
class PrefectFiltersTest {
    private static final JinjaEngine ENGINE = new JinjaEngine(Limits.DEFAULT, "https://ui.example.com/");
    private static final String CLOUD_EVENT = "{{ body|from_cloud_event(headers) }}";
    private static final String ID = "01234567-89ab-cdef-0123-456789abcdef";

    private static String render(String template, Object body, Map<String, String> headers) {
        Map<String, Object> context = new LinkedHashMap<>();
        context.put("body", body);
        context.put("headers", headers instanceof HeaderMap ? headers : HeaderMap.of(headers));
        return ENGINE.compile(template).render(context);
    }

    private static String errorOf(Object body, Map<String, String> headers) {
        return catchThrowableOfType(TemplateError.class, () -> render(CLOUD_EVENT, body, headers))
                .detail();
    }

    private static Map<String, String> binary(String... more) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("CE-SpecVersion", "1.0");
        headers.put("ce-id", "1");
        headers.put("ce-source", "/orders");
        headers.put("ce-type", "order.made");
        for (int i = 0; i < more.length; i += 2) {
            headers.put(more[i], more[i + 1]);
        }
        return headers;
    }

    @Test
    void a_cloud_event_in_headers_becomes_an_event() {
        String event = render(
                CLOUD_EVENT,
                Json.parse("{\"n\": 1}"),
                binary("ce-subject", "o-1", "ce-time", "2026-01-02T03:04:05Z", "content-type", "application/json"));
        assertThat(Json.parse(event)).isEqualTo(Json.parse("""
                        {"event": "order.made", "occurred": "2026-01-02T03:04:05Z",
                         "resource": {"prefect.resource.id": "o-1"},
                         "payload": {"data": {"n": 1},
                           "cloudevents": {"specversion": "1.0", "id": "1", "source": "/orders", "type": "order.made",
                             "subject": "o-1", "time": "2026-01-02T03:04:05Z", "datacontenttype": "application/json"}}}
                        """));
    }

    @Test
    void the_source_stands_for_an_absent_or_empty_subject() {
        assertThat(render(CLOUD_EVENT, "", binary())).contains("{\"prefect.resource.id\": \"/orders\"}");
        assertThat(render(CLOUD_EVENT, "", binary("ce-subject", "")))
                .contains("{\"prefect.resource.id\": \"/orders\"}");
    }

    @Test
    void no_body_means_no_data() {
        assertThat(render(CLOUD_EVENT, "", binary())).doesNotContain("\"data\"");
        assertThat(render(CLOUD_EVENT, null, binary())).doesNotContain("\"data\"");
    }

    @Test
    void text_that_looked_like_json_is_text_again() {
        assertThat(render(CLOUD_EVENT, 123L, binary("Content-Type", "text/plain")))
                .contains("\"data\": \"123\"");
        assertThat(render(CLOUD_EVENT, true, binary("Content-Type", "text/plain")))
                .contains("\"data\": \"true\"");
        assertThat(render(CLOUD_EVENT, 123L, binary("Content-Type", "application/json; charset=utf-8")))
                .contains("\"data\": 123");
        assertThat(render(CLOUD_EVENT, 123L, binary("Content-Type", "application/x+json")))
                .contains("\"data\": 123");
    }

    @Test
    void data_that_is_not_json_keeps_its_text_to_the_letter() {
        for (String text :
                List.of("1.50", "\"quoted\"", "{\"b\": 1,  \"a\": 2}", "null", "[1,  2]", "12345678901234567890123")) {
            assertThat(dataOf(text.getBytes(UTF_8), UTF_8, Json.parse(text), "text/plain"))
                    .as(text)
                    .isEqualTo(text);
        }
        assertThat(dataOf(new byte[] {(byte) 0xe4}, ISO_8859_1, "ä", "text/plain; charset=iso-8859-1"))
                .isEqualTo("ä");
    }

    @Test
    void data_that_is_json_is_its_value() {
        assertThat(dataOf("\"quoted\"".getBytes(UTF_8), UTF_8, "quoted", "application/json"))
                .isEqualTo("quoted");
        assertThat(dataOf("\"\"".getBytes(UTF_8), UTF_8, "", "application/json"))
                .isEqualTo("");
        assertThat(dataOf("[1]".getBytes(UTF_8), UTF_8, List.of(1L), null)).isEqualTo(List.of(1L));
    }

    @Test
    void data_that_is_no_text_is_base64() {
        byte[] bytes = {(byte) 0x89, 'P', 'N', 'G', 0, (byte) 0xff};
        String seen = new String(bytes, UTF_8);
        assertThat(dataOf(bytes, UTF_8, seen, "image/png")).isEqualTo("iVBORwD/");
        assertThat(dataOf(bytes, UTF_8, seen, null)).isEqualTo("iVBORwD/");
    }

    @Test
    void what_a_template_makes_of_the_body_is_taken_instead_of_it() {
        HeaderMap headers = HeaderMap.of(
                binary("Content-Type", "text/plain"), new RequestBody("{}".getBytes(UTF_8), UTF_8, Map.of()));
        assertThat(render("{{ 'other'|from_cloud_event(headers) }}", Map.of(), headers))
                .contains("\"data\": \"other\"");
    }

    private static Object dataOf(byte[] bytes, Charset charset, Object seen, String type) {
        Map<String, String> headers = type == null ? binary() : binary("Content-Type", type);
        String event = render(CLOUD_EVENT, seen, HeaderMap.of(headers, new RequestBody(bytes, charset, seen)));
        Map<?, ?> payload = (Map<?, ?>) ((Map<?, ?>) Json.parse(event)).get("payload");
        return payload.get("data");
    }

    @Test
    void header_values_are_unquoted_and_percent_decoded_once() {
        assertThat(render(CLOUD_EVENT, "", binary("ce-subject", "\"a \\\"b\\\"\"")))
                .contains("\"a \\\"b\\\"\"");
        assertThat(render(CLOUD_EVENT, "", binary("ce-subject", "Euro%20%E2%82%AC%2520")))
                .contains("Euro \\u20ac%20");
        assertThat(errorOf("", binary("ce-subject", "%E2%82")))
                .contains("ce-subject")
                .contains("UTF-8");
    }

    @Test
    void a_structured_cloud_event_becomes_an_event() {
        String event = render(
                CLOUD_EVENT,
                Json.parse("{\"specversion\":\"1.0\",\"id\":\"7\",\"source\":\"s\",\"type\":\"t\",\"subject\":null,"
                        + "\"x\":5,\"data\":\"[1]\"}"),
                Map.of("content-type", "application/cloudevents+json; charset=UTF-8", "ce-id", "ignored"));
        assertThat(Json.parse(event)).isEqualTo(Json.parse("""
                        {"event": "t", "resource": {"prefect.resource.id": "s"},
                         "payload": {"data": "[1]",
                           "cloudevents": {"specversion": "1.0", "id": "7", "source": "s", "type": "t", "x": 5}}}
                        """));
    }

    @Test
    void a_member_that_is_null_counts_as_not_there() {
        String body = "{\"specversion\":\"1.0\",\"id\":\"7\",\"source\":\"s\",\"type\":\"t\",%s}";
        Map<String, String> headers = Map.of("content-type", "application/cloudevents+json");
        for (String members : List.of(
                "\"data\":null,\"data_base64\":\"AAE=\"",
                "\"data_base64\":\"AAE=\",\"data\":null",
                "\"data\":\"AAE=\",\"data_base64\":null")) {
            assertThat(render(CLOUD_EVENT, Json.parse(body.formatted(members)), headers))
                    .as(members)
                    .contains("\"data\": \"AAE=\"");
        }
        assertThat(render(CLOUD_EVENT, Json.parse(body.formatted("\"data_base64\":null")), headers))
                .doesNotContain("\"data\"");
    }

    @Test
    void base64_data_stays_base64() {
        String body =
                "{\"specversion\":\"1.0\",\"id\":\"7\",\"source\":\"s\",\"type\":\"t\",\"data_base64\":\"AAE=\"%s}";
        Map<String, String> headers = Map.of("content-type", "application/cloudevents+json");
        assertThat(render(CLOUD_EVENT, Json.parse(body.formatted("")), headers)).contains("\"data\": \"AAE=\"");
        assertThat(errorOf(Json.parse(body.formatted(",\"data\":1")), headers)).contains("both data and data_base64");
    }

    @Test
    void what_is_no_cloud_event_is_refused_by_name() {
        assertThat(errorOf(Map.of(), Map.of())).contains("attribute 'id' is missing");
        Map<String, String> headers = binary();
        headers.remove("ce-type");
        assertThat(errorOf("", headers)).contains("attribute 'type' is missing");
        assertThat(errorOf("", binary("CE-SpecVersion", "2.0"))).contains("'2.0'");
        assertThat(errorOf("text", Map.of("content-type", "application/cloudevents+json")))
                .contains("not a JSON object");
        assertThat(errorOf(Json.parse("[]"), Map.of("content-type", "application/cloudevents-batch+json")))
                .contains("batch");
    }

    @Test
    void the_id_of_a_flow_run_is_found_in_a_text() {
        String template = "{{ body|flow_run_id }}";
        assertThat(render(template, "see /runs/flow-run/" + ID + "?tab=logs", Map.of()))
                .isEqualTo(ID);
        assertThat(render(template, "see flow-run/" + ID.toUpperCase(java.util.Locale.ROOT), Map.of()))
                .isEqualTo("None");
        assertThat(render(template, 5L, Map.of())).isEqualTo("None");
    }

    @Test
    void links_to_the_ui_start_with_its_url() {
        Map<String, Object> run = Map.of("prefect.resource.id", "prefect.flow-run." + ID);
        assertThat(render("{{ body|ui_url }}", run, Map.of())).isEqualTo("https://ui.example.com/runs/flow-run/" + ID);
        assertThat(render("{{ body|ui_resource_events_url }}", run, Map.of()))
                .isEqualTo("https://ui.example.com/events?resource=prefect.flow-run." + ID);
        assertThat(render("{{ body|ui_url }}", "other.thing", Map.of())).isEqualTo("None");
        assertThat(Templates.render("{{ 'prefect.flow.1'|ui_url }}")).isEqualTo("None");
    }

    @Test
    void json_inside_a_form_field_can_be_read() {
        assertThat(render("{{ (body.payload|fromjson).n[1] }}", Map.of("payload", "{\"n\": [1, 2.50]}"), Map.of()))
                .isEqualTo("2.5");
        assertThat(catchThrowableOfType(TemplateError.class, () -> render("{{ body|fromjson }}", "{\n x", Map.of()))
                        .detail())
                .isEqualTo("ValueError: not JSON: expecting a property name in double quotes at line 2 column 2");
        assertThat(catchThrowableOfType(
                        TemplateError.class, () -> render("{{ body.nope|fromjson }}", Map.of(), Map.of())))
                .isNotNull();
    }
}
