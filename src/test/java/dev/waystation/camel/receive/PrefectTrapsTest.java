package dev.waystation.camel.receive;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.waystation.testing.Curl;
import dev.waystation.testing.GatewayClient;
import dev.waystation.testing.Hooks;
import dev.waystation.testing.Hooks.Hook;
import dev.waystation.testing.RawHttp;
import dev.waystation.testing.TestGateway;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Where something that means to receive as Prefect Cloud does goes wrong most easily, each with the test that holds it, over
 * HTTP and the shipped route. Tests without a class are here.
 *
 * <table>
 * <caption>Traps and their tests</caption>
 * <tr><th>trap</th><th>test</th></tr>
 * <tr><td>1 unknown keys: refused in a webhook, ignored in an event</td>
 *     <td>PrefectContractTest.what_is_wrong_with_a_body_is_named_and_nothing_is_made; unknown_keys_of_an_event_are_ignored</td></tr>
 * <tr><td>2 an update of three fields</td>
 *     <td>PrefectContractTest.put_replaces_what_prefect_knows_and_keeps_what_its_clients_may_not_send</td></tr>
 * <tr><td>3 filter without a body</td><td>PrefectContractTest.filter_takes_no_body_and_a_body_with_order_and_page</td></tr>
 * <tr><td>4 204 has neither body nor type</td><td>SeedWebhooksTest.StaticEvents.come_of_a_bare_curl</td></tr>
 * <tr><td>5 nothing is escaped for JSON</td>
 *     <td>a_quote_in_a_value_breaks_json_unless_tojson_writes_it; a_value_in_quotes_can_add_labels_and_with_tojson_it_cannot</td></tr>
 * <tr><td>6 tojson in quotes</td><td>tojson_in_quotes_is_no_json; a_body_in_quotes_is_pythons_text_of_it</td></tr>
 * <tr><td>7 Python's True, False and None</td><td>values_print_as_pythons</td></tr>
 * <tr><td>8 what tojson writes</td><td>tojson_sorts_escapes_and_separates_as_pythons</td></tr>
 * <tr><td>9 undefined</td><td>what_is_missing_prints_nothing_at_any_depth_but_is_no_json</td></tr>
 * <tr><td>10 what is refused when saved and what when rendered</td>
 *     <td>an_unknown_filter_is_saved_and_fails_at_receipt; loops_are_counted_when_saved_and_filters_are_not</td></tr>
 * <tr><td>11 templates without tags</td><td>a_template_without_tags_is_not_rendered</td></tr>
 * <tr><td>12 range, locale, caps</td>
 *     <td>range_ends_at_100; a_locale_does_not_leak_into_the_next_rendering; a_template_that_takes_too_much_is_400</td></tr>
 * <tr><td>13 label values are texts, null is no default</td><td>a_value_of_the_wrong_type_is_400_and_is_named</td></tr>
 * <tr><td>14 what limits count</td>
 *     <td>limits_of_an_event_are_exact; WebhookEventMakerTest.Templates.is_at_most_99_related_resources_since_the_webhook_is_one</td></tr>
 * <tr><td>15, 16, 18 forwarding to a Prefect server, its stream</td><td>not receipt</td></tr>
 * <tr><td>17 events from the future</td><td>an_event_from_the_future_is_in_the_feed_when_it_is_asked_for</td></tr>
 * <tr><td>19 the default payload</td><td>the_default_payload_has_the_raw_text_and_hides_secrets_unless_told_otherwise</td></tr>
 * <tr><td>20 the key is checked, then forgotten</td><td>a_bearer_token_is_checked_first_and_shown_nowhere</td></tr>
 * <tr><td>21 HEAD, and DELETE with a body</td>
 *     <td>head_renders_and_answers_without_a_body; delete_with_a_body_renders_it</td></tr>
 * <tr><td>22 header names and methods of dict</td><td>headers_are_a_dict_with_lower_case_names</td></tr>
 * <tr><td>23 forms; broken JSON</td><td>a_form_is_read_as_browsers_mean_it; RequestContextTest.Json.that_is_broken_is_the_text</td></tr>
 * <tr><td>24 scalars in plain text</td><td>plain_text_that_is_a_json_scalar_changes_its_type</td></tr>
 * <tr><td>25 Event Grid</td>
 *     <td>event_grids_question_needs_the_token_and_makes_no_event; event_grids_events_are_lists</td></tr>
 * <tr><td>26 modes of CloudEvents</td><td>CloudEventsConformanceTest</td></tr>
 * <tr><td>27 slugs are secrets</td><td>ReceiptIT.neither_secret_nor_signature_nor_url_is_in_log_metrics_or_feed</td></tr>
 * <tr><td>28 two shapes of 422</td><td>each_api_has_the_shape_of_422_that_its_clients_know</td></tr>
 * <tr><td>29 links to the next page</td><td>the_link_to_the_next_page_is_the_proxys</td></tr>
 * <tr><td>30 bodies larger than events</td><td>a_body_that_no_event_can_hold_fails_in_sight</td></tr>
 * </table>
 */
class PrefectTrapsTest {

    private static final String PASS_THROUGH = "{{ body|tojson }}";
    private static final String JSON_TYPE = "Content-Type: application/json";
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

    @Test
    void unknown_keys_of_an_event_are_ignored() {
        Hook hook = hooks.create(PASS_THROUGH);
        taken(json(
                hook,
                "{\"event\":\"e\",\"resource\":{\"prefect.resource.id\":\"r\"},\"data\":1,\"account_id\":7,"
                        + "\"received\":\"1999-01-01T00:00:00Z\"}"));
        JsonNode event = hooks.onlyEvent(hook);
        assertThat(event.has("data")).isFalse();
        assertThat(event.get("received").asText()).doesNotStartWith("1999");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a \\\"quoted\\\" name", "back\\\\slash", "two\\nlines"})
    void a_quote_in_a_value_breaks_json_unless_tojson_writes_it(String name) {
        String body = "{\"name\":\"" + name + "\"}";
        Hook naive = hooks.create(event("{{ body.name }}"));
        refused(json(naive, body));
        assertThat(failure(naive).get("error").asText()).contains("tojson");
        Hook careful =
                hooks.create("{\"event\":\"e\",\"resource\":{\"prefect.resource.id\":{{ body.name|tojson }} } }");
        taken(json(careful, body));
        assertThat(id(careful)).isEqualTo(parsed(body).get("name").asText());
    }

    @Test
    void a_value_in_quotes_can_add_labels_and_with_tojson_it_cannot() {
        String body = "{\"name\":\"r\\\",\\\"owner\\\":\\\"me\"}";
        Hook naive = hooks.create(event("{{ body.name }}"));
        taken(json(naive, body));
        assertThat(hooks.onlyEvent(naive).get("resource").get("owner").asText()).isEqualTo("me");
        Hook careful =
                hooks.create("{\"event\":\"e\",\"resource\":{\"prefect.resource.id\":{{ body.name|tojson }} } }");
        taken(json(careful, body));
        assertThat(hooks.onlyEvent(careful).get("resource").has("owner")).isFalse();
    }

    @Test
    void tojson_in_quotes_is_no_json() {
        for (String template : List.of("\"{{ body|tojson }}\"", "\"{{ body|from_cloud_event(headers) }}\"")) {
            Hook hook = hooks.create(template);
            refused(Curl.to(waystation.client(), hook.path())
                    .header("Content-Type: application/cloudevents+json")
                    .data("{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"s\",\"type\":\"t\"}")
                    .send());
            assertThat(failure(hook).get("rendered").asText()).startsWith("\"{\"");
        }
    }

    @Test
    void a_body_in_quotes_is_pythons_text_of_it() {
        Hook hook = hooks.create(event("{{ body }}"));
        taken(json(hook, "{\"foo\":\"foo\",\"list\":[1,null]}"));
        assertThat(id(hook)).isEqualTo("{'foo': 'foo', 'list': [1, None]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "true|True",
                "false|False",
                "null|None",
                "1.0|1.0",
                "1e20|1e+20",
                "0.0000001|1e-07",
                "123456789012345678901234567890|123456789012345678901234567890",
                "[true]|[True]",
            })
    void values_print_as_pythons(String value, String printed) {
        Hook hook = hooks.create(event("{{ body.v }}"));
        taken(json(hook, "{\"v\":" + value + "}"));
        assertThat(id(hook)).isEqualTo(printed);
    }

    /** A list is no event, so that the failed event shows what was rendered, to the character. */
    @Test
    void tojson_sorts_escapes_and_separates_as_pythons() {
        Hook hook = hooks.create(PASS_THROUGH);
        refused(json(hook, "[{\"b\":1,\"a\":\"<&>'\\\"\u017c\ud83c\udf0e\",\"c\":[1.0,null]}]"));
        assertThat(failure(hook).get("rendered").asText())
                .isEqualTo(
                        "[{\"a\": \"\\u003c\\u0026\\u003e\\u0027\\\"\\u017c\\ud83c\\udf0e\", \"b\": 1, \"c\": [1.0, null]}]");
    }

    @Test
    void what_is_missing_prints_nothing_at_any_depth_but_is_no_json() {
        Hook hook = hooks.create(event("models.{{ body.a.b.c[0].d }}"));
        taken(json(hook, "\"just a text\""));
        taken(json(hook, "{\"a\":null}"));
        assertThat(hooks.events(hook))
                .allSatisfy(event -> assertThat(resourceId(event)).isEqualTo("models."));
        Hook tojson = hooks.create("{\"event\":{{ body.a|tojson }} }");
        refused(json(tojson, "{}"));
        assertThat(failure(tojson).get("rendered").isNull()).isTrue();
        assertThat(failure(tojson).get("error").asText()).contains("line 1");
    }

    @Test
    void an_unknown_filter_is_saved_and_fails_at_receipt() {
        Hook hook = hooks.create("\n{{ body|no_such_filter }}");
        refused(json(hook, "{}"));
        assertThat(failure(hook).get("error").asText()).contains("no_such_filter", "line 2");
    }

    @Test
    void loops_are_counted_when_saved_and_filters_are_not() {
        String loop = "{% for x in body %}{% endfor %}";
        hooks.create(loop.repeat(10));
        hooks.create("{% for x in body %}{% for y in x %}{% endfor %}{% endfor %}");
        hooks.create("{{ body|map('upper')|list|length }}".repeat(11));
        for (String template : List.of(
                loop.repeat(11),
                "{% for x in body %}{% for y in x %}{% for z in y %}{% endfor %}{% endfor %}{% endfor %}")) {
            HttpResponse<String> answer = waystation
                    .client()
                    .post(
                            Hooks.WORKSPACE + "/webhooks/",
                            "application/json",
                            JSON.createObjectNode()
                                    .put("name", "n")
                                    .put("template", template)
                                    .toString());
            assertThat(answer.statusCode()).isEqualTo(422);
            assertThat(answer.body()).contains("loops");
        }
    }

    @Test
    void a_template_without_tags_is_not_rendered() {
        String text = "{# a comment stays #}{\"event\":1}\n";
        Hook hook = hooks.create(text);
        refused(json(hook, "{}"));
        assertThat(failure(hook).get("rendered").asText()).isEqualTo(text);
    }

    @Test
    void range_ends_at_100() {
        Hook hook = hooks.create(event("{{ range(body)|length }}"));
        taken(json(hook, "100"));
        assertThat(id(hook)).isEqualTo("100");
        refused(json(hook, "101"));
    }

    @Test
    void a_locale_does_not_leak_into_the_next_rendering() {
        Hook french = hooks.create(event("{{ 'fr_FR'|humanize_activate and 1234567|humanize_intcomma }}"));
        Hook plain = hooks.create(event("{{ 1234567|humanize_intcomma }}"));
        for (int i = 0; i < 20; i++) {
            json(french, "{}");
            taken(json(plain, "{}"));
        }
        assertThat(hooks.events(plain))
                .allSatisfy(event -> assertThat(resourceId(event)).isEqualTo("1,234,567"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{{ 'x' * 10**9 }}", "{{ 10**(10**9) }}", "{{ 'a'|center(10**9) }}", "{{ '%0999999999d' % 1 }}"})
    void a_template_that_takes_too_much_is_400(String template) {
        Hook hook = hooks.create(template);
        refused(json(hook, "{}"));
        assertThat(failure(hook).get("error").asText()).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"event\":\"e\",\"resource\":{\"prefect.resource.id\":\"r\",\"run_count\":7}}|run_count",
                "{\"event\":\"e\",\"resource\":{\"prefect.resource.id\":\"r\",\"ok\":true}}|ok",
                "{\"event\":\"e\",\"resource\":{\"prefect.resource.id\":\"r\",\"x\":null}}|x",
                "{\"event\":\"e\",\"resource\":{\"prefect.resource.id\":7}}|prefect.resource.id",
                "{\"event\":7,\"resource\":{\"prefect.resource.id\":\"r\"}}|event",
                "{\"event\":\"e\",\"resource\":{\"prefect.resource.id\":\"r\"},\"payload\":null}|payload",
                "{\"event\":\"e\",\"resource\":{\"prefect.resource.id\":\"r\"},\"payload\":[]}|payload",
                "{\"event\":\"e\",\"resource\":{\"prefect.resource.id\":\"r\"},\"related\":null}|related",
                "{\"event\":\"e\",\"resource\":{\"prefect.resource.id\":\"r\"},\"related\":[{\"prefect.resource.id\":\"x\"}]}|role",
                "{\"event\":\"e\",\"resource\":{\"prefect.resource.id\":\"r\"},\"occurred\":\"lunchtime\"}|occurred",
                "{\"event\":\"e\",\"resource\":{\"prefect.resource.id\":\"r\"},\"id\":\"7\"}|id",
            })
    void a_value_of_the_wrong_type_is_400_and_is_named(String event, String field) {
        Hook hook = hooks.create(PASS_THROUGH);
        refused(json(hook, event));
        assertThat(failure(hook).get("error").asText()).contains(field);
    }

    @Test
    void limits_of_an_event_are_exact() {
        Hook hook = hooks.create(PASS_THROUGH);
        taken(json(hook, withLabels(499)));
        refused(json(hook, withLabels(500)));
        // Characters, of which this one is two in Java and four bytes on the wire.
        taken(json(
                hook,
                "{\"event\":\"" + "\ud83c\udf0e".repeat(1024) + "\",\"resource\":{\"prefect.resource.id\":\"r\"}}"));
        refused(json(hook, "{\"event\":\"" + "x".repeat(1025) + "\",\"resource\":{\"prefect.resource.id\":\"r\"}}"));
        taken(json(hook, withRelated(99)));
        refused(json(hook, withRelated(100)));
        assertThat(hooks.events(hook)).hasSize(6);
    }

    @Test
    void an_event_from_the_future_is_in_the_feed_when_it_is_asked_for() {
        Hook hook = hooks.create(PASS_THROUGH);
        taken(json(
                hook,
                "{\"event\":\"from.the.future\",\"occurred\":\"2199-01-01T00:00:00Z\","
                        + "\"resource\":{\"prefect.resource.id\":\"r\"}}"));
        assertThat(hooks.events(hook)).hasSize(1);
        HttpResponse<String> unasked = waystation
                .client()
                .post(
                        Hooks.WORKSPACE + "/events/filter",
                        "application/json",
                        "{\"filter\":{\"event\":{\"name\":[\"from.the.future\"]}}}");
        assertThat(GatewayClient.json(unasked).get("events")).isEmpty();
    }

    @Test
    void the_default_payload_has_the_raw_text_and_hides_secrets_unless_told_otherwise() {
        String template = event("r");
        String body = "{ \"a\" :  1}";
        List<String> secrets =
                List.of("Cookie: session=crumbs", "X-Api-Key: key-of-mine", "X-Hub-Signature: sha1=abcdef");
        Hook redacting = hooks.create(template);
        Hook open = hooks.create(template, more -> more.put("redact_headers", false));
        for (Hook hook : List.of(redacting, open)) {
            Curl curl =
                    Curl.to(waystation.client(), hook.path()).header(JSON_TYPE).data(body);
            secrets.forEach(curl::header);
            taken(curl.header("Authorization: Bearer of-bad-news").send());
            assertThat(hooks.onlyEvent(hook).get("payload").get("body").asText())
                    .isEqualTo(body);
            assertThat(hooks.onlyEvent(hook).toString()).doesNotContain("of-bad-news");
        }
        assertThat(hooks.onlyEvent(redacting).toString()).doesNotContain("crumbs", "key-of-mine", "abcdef");
        JsonNode shown = hooks.onlyEvent(open).get("payload").get("headers");
        assertThat(shown.get("cookie").asText()).isEqualTo("session=crumbs");
        assertThat(shown.get("x-api-key").asText()).isEqualTo("key-of-mine");
    }

    @Test
    void a_bearer_token_is_checked_first_and_shown_nowhere() {
        Hook hook = hooks.create("{{ 1/0 }}", Hooks.verified("bearer", "pnu_of_the_service_account"));
        for (String header : List.of(
                "Authorization: Bearer pnu_of_another", "Authorization: pnu_of_the_service_account", "X-A: b")) {
            RawHttp.Answer answer =
                    Curl.to(waystation.client(), hook.path()).header(header).send();
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.body()).isEmpty();
        }
        assertThat(hooks.events(hook)).as("nothing was rendered").isEmpty();
        refused(Curl.to(waystation.client(), hook.path())
                .header("Authorization: Bearer pnu_of_the_service_account")
                .send());
        assertThat(hooks.onlyEvent(hook).toString()).doesNotContain("pnu_").doesNotContain("authorization");
    }

    @Test
    void head_renders_and_answers_without_a_body() {
        Hook hook = hooks.create(event("{{ method }}"));
        RawHttp.Answer answer =
                Curl.to(waystation.client(), hook.path()).method("HEAD").send();
        assertThat(answer.status()).isEqualTo(204);
        assertThat(id(hook)).isEqualTo("HEAD");
    }

    @Test
    void delete_with_a_body_renders_it() {
        Hook hook = hooks.create(event("{{ method }} {{ body.model }}"));
        taken(Curl.to(waystation.client(), hook.path())
                .method("DELETE")
                .data("model=churn")
                .send());
        assertThat(id(hook)).isEqualTo("DELETE churn");
    }

    @Test
    void headers_are_a_dict_with_lower_case_names() {
        Hook hook =
                hooks.create(event("{{ headers.get('X-ONE') }} {{ headers.get('x-two', 'none') }} {{ headers['get'] }}"
                        + " {{ headers.keys()|select('in', ['x-one', 'X-One'])|list }}"
                        + " {{ headers.items()|selectattr(0, 'eq', 'x-one')|list }}"
                        + " {{ (headers|tojson)|replace('\\\"', '')|lower == (headers|tojson)|replace('\\\"', '') }}"));
        taken(Curl.to(waystation.client(), hook.path())
                .header("X-One: 1")
                .header("Get: 2")
                .send());
        assertThat(id(hook)).isEqualTo("1 none 2 ['x-one'] [('x-one', '1')] True");
    }

    @Test
    void of_a_header_sent_twice_the_first_counts() {
        Hook hook = hooks.create(event("{{ headers['x-one'] }}"));
        taken(Curl.to(waystation.client(), hook.path())
                .header("X-One: 1, a")
                .header("x-one: 2")
                .send());
        assertThat(id(hook)).isEqualTo("1, a");
    }

    @Test
    void a_form_is_read_as_browsers_mean_it() {
        Hook hook = hooks.create(
                event("{{ body.a }}|{{ body.b }}|{{ body.c is defined }}|{{ body.d }}|{{ body.n is string }}"));
        taken(Curl.to(waystation.client(), hook.path())
                .data("a=1&a=2")
                .data("b=x+y%2Bz")
                .data("c=")
                .data("d=%C5%BC")
                .data("n=7")
                .send());
        assertThat(id(hook)).isEqualTo("2|x y+z|True|ż|True");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "123|True False",
                "true|False False",
                "null|False False",
                "[1]|False False",
                "<a>1</a>|False True",
                "a,b|False True",
                "2026-01-01|False True"
            })
    void plain_text_that_is_a_json_scalar_changes_its_type(String text, String types) {
        Hook hook = hooks.create(event("{{ body is number and body is not boolean }} {{ body is string }}"));
        taken(Curl.to(waystation.client(), hook.path())
                .header("Content-Type: text/plain")
                .data(text)
                .send());
        assertThat(id(hook)).isEqualTo(types);
    }

    @Test
    void event_grids_question_needs_the_token_and_makes_no_event() {
        Hook hook = hooks.create(PASS_THROUGH, Hooks.verified("bearer", "pnu_of_event_grid"));
        String question = "[{\"id\":\"1\",\"eventType\":\"Microsoft.EventGrid.SubscriptionValidationEvent\","
                + "\"data\":{\"validationCode\":\"512d38b6\"}}]";
        Curl anonymous = Curl.to(waystation.client(), hook.path())
                .header("aeg-event-type: SubscriptionValidation")
                .header(JSON_TYPE)
                .data(question);
        assertThat(anonymous.send().status()).isEqualTo(401);
        RawHttp.Answer answer =
                anonymous.header("Authorization: Bearer pnu_of_event_grid").send();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers().toLowerCase(java.util.Locale.ROOT)).contains("content-type: application/json");
        assertThat(parsed(answer.body())).isEqualTo(parsed("{\"validationResponse\":\"512d38b6\"}"));
        assertThat(hooks.events(hook)).isEmpty();
    }

    @Test
    void event_grids_events_are_lists() {
        Hook hook = hooks.create(event("{{ body[0].data.url }}"));
        taken(Curl.to(waystation.client(), hook.path())
                .header("aeg-event-type: Notification")
                .header(JSON_TYPE)
                .data(
                        "[{\"eventType\":\"Microsoft.Storage.BlobCreated\",\"data\":{\"url\":\"https://blobs.example/1\"}}]")
                .send());
        assertThat(id(hook)).isEqualTo("https://blobs.example/1");
    }

    @Test
    void each_api_has_the_shape_of_422_that_its_clients_know() {
        GatewayClient client = waystation.client();
        JsonNode cloud =
                GatewayClient.json(client.post(Hooks.WORKSPACE + "/webhooks/", "application/json", "{\"name\":7}"));
        assertThat(cloud.get("detail").get(0).has("loc")).isTrue();
        JsonNode server =
                GatewayClient.json(client.post(Hooks.WORKSPACE + "/events", "application/json", "[{\"event\":7}]"));
        assertThat(server.get("exception_message").asText()).isNotBlank();
        assertThat(server.get("exception_detail").get(0).get("loc").get(0).asText())
                .isEqualTo("body");
    }

    @Test
    void the_link_to_the_next_page_is_the_proxys() {
        Hook hook = hooks.create(event("r"));
        for (int i = 0; i < 3; i++) {
            taken(json(hook, "{}"));
        }
        HttpResponse<String> page = waystation
                .client()
                .send(waystation
                        .client()
                        .request(Hooks.WORKSPACE + "/events/filter")
                        .header("Content-Type", "application/json")
                        .header("X-Forwarded-Proto", "https")
                        .header("X-Forwarded-Host", "hooks.example.com")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"limit\":1}")));
        assertThat(GatewayClient.json(page).get("next_page").asText())
                .startsWith("https://hooks.example.com" + Hooks.WORKSPACE + "/events/filter/next?page-token=")
                .matches("[^?]+\\?page-token=[A-Za-z0-9%=]+");
    }

    @Test
    void a_body_that_no_event_can_hold_fails_in_sight() {
        String large = "{\"x\":\"" + "y".repeat(2_000_000) + "\"}";
        Hook hook = hooks.create(event("r"));
        refused(json(hook, large));
        JsonNode payload = failure(hook);
        assertThat(payload.get("body").asText()).startsWith("{\"x\":\"yyy").hasSizeLessThan(1_000_000);
        assertThat(payload.get("truncated").get("body").asLong()).isEqualTo(large.length());
        Hook frugal = hooks.create(
                "{\"event\":\"e\",\"resource\":{\"prefect.resource.id\":\"{{ body.x|length }}\"},\"payload\":{}}");
        taken(json(frugal, large));
        assertThat(id(frugal)).isEqualTo("2000000");
    }

    private static String event(String resourceId) {
        return "{\"event\":\"e\",\"resource\":{\"prefect.resource.id\":\"" + resourceId + "\"}}";
    }

    private static String withLabels(int more) {
        return "{\"event\":\"e\",\"resource\":{\"prefect.resource.id\":\"r\","
                + IntStream.range(0, more).mapToObj(i -> "\"l" + i + "\":\"v\"").collect(Collectors.joining(","))
                + "}}";
    }

    private static String withRelated(int count) {
        List<String> related = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            related.add("{\"prefect.resource.id\":\"" + i + "\",\"prefect.resource.role\":\"x\"}");
        }
        return "{\"event\":\"e\",\"resource\":{\"prefect.resource.id\":\"r\"},\"related\":[" + String.join(",", related)
                + "]}";
    }

    private static RawHttp.Answer json(Hook hook, String body) {
        return Curl.to(waystation.client(), hook.path())
                .header(JSON_TYPE)
                .data(body)
                .send();
    }

    private static void taken(RawHttp.Answer answer) {
        assertThat(answer.status()).isEqualTo(204);
    }

    private static void refused(RawHttp.Answer answer) {
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).isEmpty();
    }

    private static JsonNode failure(Hook hook) {
        JsonNode event = hooks.lastEvent(hook);
        assertThat(event.get("event").asText()).isEqualTo("prefect-cloud.webhook.failed");
        return event.get("payload");
    }

    private static String id(Hook hook) {
        return resourceId(hooks.events(hook).get(0));
    }

    private static String resourceId(JsonNode event) {
        return event.get("resource").get("prefect.resource.id").asText();
    }

    private static JsonNode parsed(String text) {
        try {
            return JSON.readTree(text);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }
}
