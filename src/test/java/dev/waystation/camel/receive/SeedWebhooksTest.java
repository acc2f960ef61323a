package dev.waystation.camel.receive;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.waystation.testing.Curl;
import dev.waystation.testing.Hooks;
import dev.waystation.testing.Hooks.Hook;
import dev.waystation.testing.RawHttp;
import dev.waystation.testing.TestGateway;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The examples of Prefect Cloud's documentation of webhooks, one by one: made over the API, called with the bytes that curl
 * sends, and read back from the event feed.
 */
class SeedWebhooksTest {

    /** The static template of the documentation. */
    private static final String STATIC = """
            {
                "event": "model.refreshed",
                "resource": {
                    "prefect.resource.id": "product.models.recommendations",
                    "prefect.resource.name": "Recommendations [Products]",
                    "producing-team": "Data Science"
                }
            }""";

    private static final String DYNAMIC = """
            {
                "event": "model.refreshed",
                "resource": {
                    "prefect.resource.id": "product.models.{{ body.model }}",
                    "prefect.resource.name": "{{ body.friendly_name }}",
                    "producing-team": "Data Science"
                }
            }""";

    private static final String CLOUD_EVENT = "{{ body|from_cloud_event(headers) }}";

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path data;

    static TestGateway waystation;
    static Hooks hooks;

    @BeforeAll
    static void start() {
        waystation = TestGateway.in(data).start();
        hooks = new Hooks(waystation.client());
    }

    @AfterAll
    static void stop() {
        waystation.close();
    }

    @Nested
    class AWebhooksUrl {

        @Test
        void is_opaque_and_assigned_by_the_server() {
            Hook hook = hooks.create(STATIC);
            assertThat(hook.path()).matches("/hooks/[A-Za-z0-9_-]{22}");
            assertThat(hook.slug()).doesNotContain(hook.id());
            assertThat(hooks.create(STATIC).slug()).isNotEqualTo(hook.slug());
            assertThat(waystation
                            .client()
                            .post(
                                    Hooks.WORKSPACE + "/webhooks/",
                                    "application/json",
                                    "{\"name\":\"mine\",\"template\":\"x\",\"slug\":\"AERylZ_uewzpDx-8fcweHQ\"}")
                            .statusCode())
                    .isEqualTo(422);
        }

        @Test
        void is_rotated_without_losing_the_configuration() {
            Hook old = hooks.create(STATIC);
            Hook rotated = hooks.rotate(old);
            assertThat(rotated.id()).isEqualTo(old.id());
            assertThat(curl(old).send().status()).isEqualTo(404);
            assertThat(curl(rotated).send().status()).isEqualTo(204);
            assertThat(hooks.onlyEvent(rotated).get("event").asText()).isEqualTo("model.refreshed");
        }

        @ParameterizedTest
        @ValueSource(strings = {"GET", "HEAD", "DELETE", "POST", "PUT", "PATCH"})
        void takes_the_most_common_methods_with_no_body(String method) {
            Hook hook = hooks.create(STATIC);
            assertQuiet(curl(hook).method(method).send());
            assertThat(hooks.onlyEvent(hook).get("payload").get("method").asText())
                    .isEqualTo(method);
        }

        @ParameterizedTest
        @ValueSource(strings = {"POST", "PUT", "PATCH"})
        void takes_a_body_with_the_methods_that_have_one(String method) {
            Hook hook = hooks.create(DYNAMIC);
            assertQuiet(curl(hook).method(method).data("model=churn").send());
            assertThat(resource(hook, "prefect.resource.id")).isEqualTo("product.models.churn");
        }

        @Test
        void is_quiet_however_often_it_is_called_over_one_connection() {
            Hook good = hooks.create(STATIC);
            Hook bad = hooks.create("no json");
            List<RawHttp.Answer> answers = RawHttp.exchange(
                    waystation.client().uri("/").getPort(),
                    false,
                    curl(good).bytes(),
                    curl(bad).data("x=1").bytes(),
                    curl(good).data("x=1").bytes());
            assertThat(answers).extracting(RawHttp.Answer::status).containsExactly(204, 400, 204);
            answers.forEach(answer -> assertThat(answer.body()).isEmpty());
        }
    }

    @Nested
    class StaticEvents {

        @Test
        void come_of_a_bare_curl() {
            Hook hook = hooks.create(STATIC);
            Instant before = now();

            assertQuiet(curl(hook).send());

            JsonNode event = hooks.onlyEvent(hook);
            assertThat(event.get("event").asText()).isEqualTo("model.refreshed");
            assertThat(event.get("resource")).isEqualTo(json("""
                    {"prefect.resource.id": "product.models.recommendations",
                     "prefect.resource.name": "Recommendations [Products]", "producing-team": "Data Science"}"""));
            assertThat(UUID.fromString(event.get("id").asText())).isNotNull();
            assertThat(Instant.parse(event.get("occurred").asText())).isBetween(before, now());
            assertThat(event.get("related")).isEqualTo(json("""
                    [{"prefect.resource.id": "%s", "prefect.resource.name": "models",
                      "prefect.resource.role": "webhook"}]""".formatted(hook.resourceId())));
        }

        @Test
        void have_a_payload_for_debugging_with_method_headers_and_body() {
            Hook hook = hooks.create(STATIC);
            curl(hook).send();
            assertThat(hooks.onlyEvent(hook).get("payload"))
                    .isEqualTo(json("""
                    {"method": "GET", "body": "",
                     "headers": {"host": "127.0.0.1:%d", "user-agent": "curl/7.88.1", "accept": "*/*"}}""".formatted(waystation.client().uri("/").getPort())));
        }

        @Test
        void keep_a_payload_of_the_templates_own() {
            Hook hook =
                    hooks.create("{\"event\": \"e\", \"resource\": {\"prefect.resource.id\": \"r\"}, \"payload\": {}}");
            curl(hook).send();
            assertThat(hooks.onlyEvent(hook).get("payload")).isEmpty();
        }

        @Test
        void follow_each_other_each_with_an_id_of_its_own() {
            Hook hook = hooks.create(STATIC);
            curl(hook).send();
            curl(hook).send();
            assertThat(hooks.events(hook))
                    .extracting(event -> event.get("id").asText())
                    .doesNotHaveDuplicates()
                    .hasSize(2);
        }
    }

    @Nested
    class DynamicEvents {

        @Test
        void come_of_a_form_of_two_fields() {
            Hook hook = hooks.create(DYNAMIC);

            assertQuiet(curl(hook)
                    .data("model=recommendations")
                    .data("friendly_name=Recommendations%20[Products]")
                    .method("POST")
                    .send());

            JsonNode event = hooks.onlyEvent(hook);
            assertThat(event.get("event").asText()).isEqualTo("model.refreshed");
            assertThat(event.get("resource")).isEqualTo(json("""
                    {"prefect.resource.id": "product.models.recommendations",
                     "prefect.resource.name": "Recommendations [Products]", "producing-team": "Data Science"}"""));
            assertThat(event.get("payload").get("body").asText())
                    .isEqualTo("model=recommendations&friendly_name=Recommendations%20[Products]");
            assertThat(event.get("payload").get("headers").get("content-length").asText())
                    .isEqualTo("64");
        }

        @Test
        void are_different_ones_for_different_models() {
            Hook hook = hooks.create(DYNAMIC);
            curl(hook).data("model=recommendations").data("friendly_name=R").send();
            curl(hook).data("model=churn").data("friendly_name=C").send();
            assertThat(hooks.events(hook))
                    .extracting(event ->
                            event.get("resource").get("prefect.resource.id").asText())
                    .containsExactly("product.models.recommendations", "product.models.churn");
            assertThat(hooks.events(hook))
                    .extracting(
                            event -> event.get("resource").get("producing-team").asText())
                    .containsOnly("Data Science");
        }

        @Test
        void name_the_model_by_the_default_filter_when_its_name_is_missing() {
            Hook hook = hooks.create(
                    DYNAMIC.replace("{{ body.friendly_name }}", "{{ body.friendly_name|default(body.model) }}"));
            curl(hook).data("model=recommendations").send();
            curl(hook).data("model=recommendations").data("friendly_name=Fine").send();
            assertThat(hooks.events(hook))
                    .extracting(event ->
                            event.get("resource").get("prefect.resource.name").asText())
                    .containsExactly("recommendations", "Fine");
        }

        @Test
        void may_use_all_blocks_filters_and_humanize() {
            Hook hook = hooks.create("""
                    {%- set sizes = [] -%}
                    {
                        "event": "{% if method == 'POST' %}loaded{% else %}asked{% endif %}",
                        "resource": {"prefect.resource.id": "tables.{{ body.tables|sort|join('-')|upper }}"},
                        "payload": {
                            {%- for table in body.tables %}
                            "{{ table }}": {{ loop.index }}{{ "," if not loop.last }}
                            {%- endfor %},
                            "size": "{{ body.bytes|humanize_naturalsize }}"
                        }
                    }""");
            assertQuiet(curl(hook)
                    .header("Content-Type: application/json")
                    .data("{\"tables\": [\"b\", \"a\"], \"bytes\": 3000000}")
                    .send());
            JsonNode event = hooks.onlyEvent(hook);
            assertThat(event.get("event").asText()).isEqualTo("loaded");
            assertThat(event.get("resource").get("prefect.resource.id").asText())
                    .isEqualTo("tables.A-B");
            assertThat(event.get("payload")).isEqualTo(json("{\"b\": 1, \"a\": 2, \"size\": \"3.0 MB\"}"));
        }
    }

    @Nested
    class PartsOfARequest {

        @ParameterizedTest
        @ValueSource(strings = {"GET", "POST", "PUT", "PATCH", "DELETE"})
        void the_method_is_upper_case(String method) {
            assertThat(rendered("{{ method }}", curl -> curl.method(method))).isEqualTo(method);
        }

        @ParameterizedTest
        @CsvSource({
            "Content-Length, content-length, Content-Length, CoNtEnt-LeNgTh",
            "X-Team, x-team, X-TEAM, X-Team",
        })
        void headers_are_found_in_any_case(String sent, String lower, String upper, String mixed) {
            String template =
                    "{{ headers['%s'] }} {{ headers['%s'] }} {{ headers['%s'] }}".formatted(lower, upper, mixed);
            for (String spelled : List.of(sent, sent.toLowerCase(), sent.toUpperCase())) {
                byte[] request = new String(
                                curl(hooks.create("x"))
                                        .header("X-Team: 7")
                                        .data("a=12345")
                                        .bytes(),
                                StandardCharsets.UTF_8)
                        .replace(sent + ":", spelled + ":")
                        .getBytes(StandardCharsets.UTF_8);
                assertThat(renderedOf(template, request)).isEqualTo("7 7 7");
            }
        }

        @Test
        void authorization_is_removed_from_template_and_payload() {
            Hook hook = hooks.create(templateOf("[{{ headers['Authorization'] }}{{ headers.get('authorization') }}]"));
            curl(hook).header("authorization: Bearer very-secret-token").send();
            curl(hook).header("AUTHORIZATION: Basic very-secret-token").send();
            List<JsonNode> events = hooks.events(hook);
            assertThat(events).hasSize(2);
            events.forEach(event -> {
                assertThat(event.get("resource").get("prefect.resource.id").asText())
                        .isEqualTo("[None]");
                assertThat(event.toString()).doesNotContain("very-secret-token");
            });
        }

        @Test
        void json_is_an_object_to_reach_into() {
            assertThat(rendered(
                            "{{ body.model.name }}, {{ body['model']['name'] }}, {{ body.columns[1] }}",
                            curl -> curl.header("Content-Type: application/json")
                                    .data("{\"model\":{\"name\":\"churn\"},\"columns\":[\"a\",\"b\"]}")))
                    .isEqualTo("churn, churn, b");
        }

        @Test
        void a_form_is_a_flat_object() {
            assertThat(rendered(
                            "{{ body.friendly_name }}, {{ body['friendly_name'] }}",
                            curl -> curl.data("friendly_name=Recommendations%20[Products]")))
                    .isEqualTo("Recommendations [Products], Recommendations [Products]");
        }

        @Test
        void a_key_that_is_no_identifier_is_found_by_index_only() {
            assertThat(rendered("{{ body['friendly-name'] }}", curl -> curl.data("friendly-name=Churn")))
                    .isEqualTo("Churn");
            Hook hook = hooks.create(templateOf("{{ body.friendly-name }}"));
            assertThat(curl(hook).data("friendly-name=Churn").send().status()).isEqualTo(400);
            assertThat(hooks.onlyEvent(hook).get("event").asText()).isEqualTo("prefect-cloud.webhook.failed");
        }

        @ParameterizedTest
        @ValueSource(strings = {"text/plain", "text/plain; charset=utf-8", "application/octet-stream", "nonsense"})
        void what_looks_like_json_is_read_as_json_whatever_its_type(String type) {
            assertThat(rendered("{{ body.model }}", curl -> curl.header("Content-Type: " + type)
                            .data("{\"model\":\"churn\"}")))
                    .isEqualTo("churn");
        }

        @ParameterizedTest
        @ValueSource(strings = {"text/plain", "application/json", "application/xml"})
        void what_is_no_json_is_text(String type) {
            assertThat(rendered(
                            "{{ body }} {{ body is string }}{{ body.model }}",
                            curl -> curl.header("Content-Type: " + type).data("{model: churn}")))
                    .isEqualTo("{model: churn} True");
        }
    }

    @Nested
    class PassThrough {

        /** The request that the documentation shows, with its Host and its Content-Length. */
        @Test
        void takes_the_documented_request() {
            Hook hook = hooks.create("{{ body|tojson }}");
            byte[] request =
                    ("""
                    POST %s HTTP/1.1
                    Host: api.prefect.cloud
                    Content-Type: application/json
                    Content-Length: 228

                    """.formatted(hook.path()).replace("\n", "\r\n") + STATIC).getBytes(StandardCharsets.UTF_8);

            assertQuiet(RawHttp.exchange(waystation.client().uri("/").getPort(), false, request)
                    .get(0));

            JsonNode event = hooks.onlyEvent(hook);
            assertThat(event.get("event").asText()).isEqualTo("model.refreshed");
            assertThat(event.get("resource").get("producing-team").asText()).isEqualTo("Data Science");
            assertThat(event.get("payload").get("body").asText()).isEqualTo(STATIC);
            assertThat(event.get("payload").get("headers"))
                    .isEqualTo(
                            json(
                                    "{\"host\":\"api.prefect.cloud\",\"content-type\":\"application/json\",\"content-length\":\"228\"}"));
            assertThat(event.get("id").asText()).isNotEmpty();
            assertThat(event.get("occurred").asText()).isNotEmpty();
            assertThat(event.get("related").get(0).get("prefect.resource.id").asText())
                    .isEqualTo(hook.resourceId());
        }

        @Test
        void keeps_every_field_of_a_whole_event() {
            Hook hook = hooks.create("{{ body|tojson }}");
            String id = UUID.randomUUID().toString();
            assertQuiet(curl(hook)
                    .header("Content-Type: application/json")
                    .data("""
                            {"id": "%s", "occurred": "2026-01-02T03:04:05.678901Z", "event": "model.zażółć <&>",
                             "resource": {"prefect.resource.id": "it's"}, "payload": {"n": [1, 2.5, null, true]},
                             "related": [{"prefect.resource.id": "job", "prefect.resource.role": "cause"}]}""".formatted(id))
                    .send());
            JsonNode event = hooks.onlyEvent(hook);
            assertThat(event.get("id").asText()).isEqualTo(id);
            assertThat(event.get("occurred").asText()).isEqualTo("2026-01-02T03:04:05.678901Z");
            assertThat(event.get("event").asText()).isEqualTo("model.zażółć <&>");
            assertThat(event.get("resource")).isEqualTo(json("{\"prefect.resource.id\": \"it's\"}"));
            assertThat(event.get("payload")).isEqualTo(json("{\"n\": [1, 2.5, null, true]}"));
            assertThat(event.get("related").get(0))
                    .isEqualTo(json("{\"prefect.resource.id\": \"job\", \"prefect.resource.role\": \"cause\"}"));
            assertThat(event.get("related").get(1).get("prefect.resource.id").asText())
                    .isEqualTo(hook.resourceId());
        }
    }

    @Nested
    class CloudEvents {

        @Test
        void in_binary_mode_are_about_their_subject() {
            Hook hook = hooks.create(CLOUD_EVENT);
            assertQuiet(curl(hook)
                    .header("ce-specversion: 1.0")
                    .header("ce-type: com.example.object.created")
                    .header("ce-source: /buckets/raw")
                    .header("ce-subject: exports/2026.csv")
                    .header("ce-id: A234-1234-1234")
                    .header("ce-time: 2026-04-05T17:31:00Z")
                    .header("Content-Type: application/json")
                    .data("{\"size\":12}")
                    .send());
            JsonNode event = hooks.onlyEvent(hook);
            assertThat(event.get("event").asText()).isEqualTo("com.example.object.created");
            assertThat(event.get("occurred").asText()).isEqualTo("2026-04-05T17:31:00Z");
            assertThat(event.get("resource")).isEqualTo(json("{\"prefect.resource.id\": \"exports/2026.csv\"}"));
            assertThat(event.get("payload")).isEqualTo(json("""
                    {"data": {"size": 12},
                     "cloudevents": {"specversion": "1.0", "type": "com.example.object.created",
                       "source": "/buckets/raw", "subject": "exports/2026.csv", "id": "A234-1234-1234",
                       "time": "2026-04-05T17:31:00Z", "datacontenttype": "application/json"}}"""));
        }

        @Test
        void in_structured_mode_are_about_their_source_when_there_is_no_subject() {
            Hook hook = hooks.create(CLOUD_EVENT);
            assertQuiet(curl(hook)
                    .header("Content-Type: application/cloudevents+json; charset=UTF-8")
                    .data("""
                            {"specversion": "1.0", "type": "com.example.object.created", "source": "/buckets/raw",
                             "id": "A234-1234-1234", "data": {"size": 12}}""")
                    .send());
            JsonNode event = hooks.onlyEvent(hook);
            assertThat(event.get("resource")).isEqualTo(json("{\"prefect.resource.id\": \"/buckets/raw\"}"));
            assertThat(event.get("payload")).isEqualTo(json("""
                    {"data": {"size": 12},
                     "cloudevents": {"specversion": "1.0", "type": "com.example.object.created",
                       "source": "/buckets/raw", "id": "A234-1234-1234"}}"""));
            assertThat(event.get("id").asText()).isNotEqualTo("A234-1234-1234");
        }
    }

    @Nested
    class Troubleshooting {

        @Test
        void is_by_an_event_with_what_came_and_what_was_rendered() {
            Hook hook = hooks.create("{\"event\": \"{{ body.name }}\", \"resource\": \"{{ body.id }}\"}");

            RawHttp.Answer answer = curl(hook)
                    .header("X-Team: Data Science")
                    .header("Authorization: Bearer very-secret-token")
                    .data("name=a+b&id=7")
                    .send();

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body()).isEmpty();
            JsonNode event = hooks.onlyEvent(hook);
            assertThat(event.get("event").asText()).isEqualTo("prefect-cloud.webhook.failed");
            assertThat(event.get("resource"))
                    .isEqualTo(json("{\"prefect.resource.id\": \"%s\", \"prefect.resource.name\": \"models\"}"
                            .formatted(hook.resourceId())));
            JsonNode payload = event.get("payload");
            assertThat(payload.get("method").asText()).isEqualTo("POST");
            assertThat(payload.get("body").asText()).isEqualTo("name=a+b&id=7");
            assertThat(payload.get("headers").get("x-team").asText()).isEqualTo("Data Science");
            assertThat(payload.get("headers").has("authorization")).isFalse();
            assertThat(payload.get("rendered").asText()).isEqualTo("{\"event\": \"a b\", \"resource\": \"7\"}");
            assertThat(payload.get("error").asText()).contains("resource");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "no json",
                    "[]",
                    "{}",
                    "{\"event\":\"e\"}",
                    "{\"resource\":{\"prefect.resource.id\":\"r\"}}",
                    "{\"event\":\"e\",\"resource\":{}}",
                    "{\"event\":\"e\",\"resource\":{\"prefect.resource.id\":\"\"}}",
                    "{\"event\":\"e\",\"resource\":{\"prefect.resource.id\":\"r\"},}",
                    "{'event':'e','resource':{'prefect.resource.id':'r'}}",
                })
        void starts_when_the_template_makes_no_event(String template) {
            Hook hook = hooks.create(template);
            assertThat(curl(hook).send().status()).isEqualTo(400);
            JsonNode payload = hooks.onlyEvent(hook).get("payload");
            assertThat(payload.get("rendered").asText()).isEqualTo(template);
            assertThat(payload.get("error").asText()).isNotBlank();
        }

        @Test
        void ends_when_the_template_is_put_right() {
            Hook hook = hooks.create("{{ body.missing|tojson }}");
            assertThat(curl(hook).send().status()).isEqualTo(400);
            assertThat(hooks.onlyEvent(hook).get("payload").get("rendered").isNull())
                    .isTrue();
            hooks.replace(hook, STATIC, body -> {});
            assertQuiet(curl(hook).send());
            assertThat(hooks.lastEvent(hook).get("event").asText()).isEqualTo("model.refreshed");
        }
    }

    /** What an expression makes of a request, as the resource id of the event. */
    private static String rendered(String expression, java.util.function.UnaryOperator<Curl> request) {
        Hook hook = hooks.create(templateOf(expression));
        RawHttp.Answer answer = request.apply(curl(hook)).send();
        assertThat(answer.status()).as(() -> hooks.events(hook).toString()).isEqualTo(204);
        return resource(hook, "prefect.resource.id");
    }

    /** The same of a request to another webhook, whose path is put right. */
    private static String renderedOf(String expression, byte[] request) {
        Hook hook = hooks.create(templateOf(expression));
        String text = new String(request, StandardCharsets.UTF_8).replaceFirst("/hooks/\\S+", hook.path());
        assertQuiet(
                RawHttp.exchange(waystation.client().uri("/").getPort(), false, text.getBytes(StandardCharsets.UTF_8))
                        .get(0));
        return resource(hook, "prefect.resource.id");
    }

    private static String templateOf(String expression) {
        return "{\"event\": \"e\", \"resource\": {\"prefect.resource.id\": \"" + expression + "\"}}";
    }

    private static String resource(Hook hook, String label) {
        return hooks.onlyEvent(hook).get("resource").get(label).asText();
    }

    private static Curl curl(Hook hook) {
        return Curl.to(waystation.client(), hook.path());
    }

    /** 204, and neither a body nor a header that would announce one. */
    private static void assertQuiet(RawHttp.Answer answer) {
        assertThat(answer.status()).as(answer.headers()).isEqualTo(204);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.headers().toLowerCase()).doesNotContain("content-type", "content-length");
    }

    private static Instant now() {
        return waystation.gateway().clock().instant();
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }
}
