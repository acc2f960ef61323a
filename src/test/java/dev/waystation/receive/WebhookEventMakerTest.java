package dev.waystation.receive;

import static dev.waystation.receive.Requests.get;
import static dev.waystation.receive.Requests.post;
import static dev.waystation.receive.Requests.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.waystation.event.received.EventLimits;
import dev.waystation.event.received.ReceivedEvent;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Templates are stood in for by functions: what a template language would make of the context is not tested here. */
class WebhookEventMakerTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00.123456789Z");
    private static final Instant NOW_MICROS = Instant.parse("2026-03-01T12:00:00.123456Z");
    private static final UUID WEBHOOK = UUID.fromString("018e0000-0000-7000-8000-00000000000a");
    private static final String WEBHOOK_RESOURCE = "prefect-cloud.webhook." + WEBHOOK;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private static final String STATIC = """
            {
                "event": "model.refreshed",
                "resource": {
                    "prefect.resource.id": "product.models.recommendations",
                    "prefect.resource.name": "Recommendations [Products]",
                    "producing-team": "Data Science"
                }
            }""";

    private final WebhookEventMaker maker = new WebhookEventMaker(EventLimits.DEFAULTS, Clock.systemUTC());

    /** The examples of Prefect Cloud's page on webhooks, with the requests that its curl commands make. */
    @Nested
    class PrefectsExamples {

        @ParameterizedTest
        @ValueSource(strings = {"GET", "HEAD", "DELETE", "POST", "PUT", "PATCH"})
        void a_static_event_by_any_method(String method) {
            ReceivedEvent event = accepted(request(method, new byte[0], "Host", "x", "Accept", "*/*"), c -> STATIC);
            assertThat(event.eventType()).isEqualTo("model.refreshed");
            assertThat(event.resource())
                    .containsExactly(
                            entry("prefect.resource.id", "product.models.recommendations"),
                            entry("prefect.resource.name", "Recommendations [Products]"),
                            entry("producing-team", "Data Science"));
        }

        @Test
        void what_is_populated_for_you() {
            ReceivedEvent event = accepted(get("User-Agent", "curl/8.5.0", "Authorization", "Bearer key"), c -> STATIC);
            assertThat(event.id().version()).isEqualTo(7);
            assertThat(event.time()).isEqualTo(NOW_MICROS);
            assertThat(event.received()).isEqualTo(NOW_MICROS);
            assertThat(event.accountId()).isEqualTo(7);
            assertThat(event.follows()).isNull();
            assertThat(event.related())
                    .containsExactly(Map.of(
                            "prefect.resource.id",
                            WEBHOOK_RESOURCE,
                            "prefect.resource.role",
                            "webhook",
                            "prefect.resource.name",
                            "models"));
            assertThat(event.payload())
                    .containsExactly(
                            entry("body", ""),
                            entry("method", "GET"),
                            entry("headers", Map.of("user-agent", "curl/8.5.0")));
        }

        @Test
        void a_dynamic_event_of_a_form() {
            RawRequest curl = post(
                    "model=recommendations&friendly_name=Recommendations%20[Products]",
                    "Content-Length", "64", "Content-Type", "application/x-www-form-urlencoded");
            ReceivedEvent event = accepted(curl, c -> {
                Map<?, ?> body = (Map<?, ?>) c.get("body");
                return STATIC.replace("models.recommendations", "models." + body.get("model"))
                        .replace("Recommendations [Products]", (String) body.get("friendly_name"));
            });
            assertThat(event.subject()).isEqualTo("product.models.recommendations");
            assertThat(event.resource()).containsEntry("prefect.resource.name", "Recommendations [Products]");
            assertThat(event.payload())
                    .as("the debugging body is the text as it came")
                    .containsEntry("body", "model=recommendations&friendly_name=Recommendations%20[Products]");
        }

        @ParameterizedTest
        @ValueSource(strings = {"Content-Length", "content-length", "CoNtEnt-LeNgTh"})
        void headers_in_any_case(String name) {
            ReceivedEvent event = accepted(
                    post("{}", "CONTENT-LENGTH", "2"),
                    c -> STATIC.replace("Data Science", ((Map<?, ?>) c.get("headers")).get(name) + " bytes"));
            assertThat(event.resource()).containsEntry("producing-team", "2 bytes");
        }

        @Test
        void a_partial_event_passed_through() {
            ReceivedEvent event = accepted(post(STATIC, "Content-Type", "application/json"), PASS_THROUGH);
            assertThat(event.subject()).isEqualTo("product.models.recommendations");
            assertThat(event.payload()).containsEntry("body", STATIC);
        }

        @Test
        void a_cloud_event_in_binary_mode_has_its_attributes_in_the_headers() {
            RawRequest cloudEvent = post(
                    "{\"n\":1}",
                    "ce-specversion",
                    "1.0",
                    "ce-type",
                    "com.example.someevent",
                    "ce-source",
                    "/mycontext",
                    "ce-id",
                    "1",
                    "Content-Type",
                    "application/json; charset=utf-8");
            ReceivedEvent event = accepted(cloudEvent, c -> {
                Map<?, ?> headers = (Map<?, ?>) c.get("headers");
                return json(Map.of(
                        "event",
                        headers.get("ce-type"),
                        "resource",
                        Map.of("prefect.resource.id", headers.get("CE-Source")),
                        "payload",
                        Map.of("data", c.get("body"))));
            });
            assertThat(event.eventType()).isEqualTo("com.example.someevent");
            assertThat(event.payload()).containsExactly(entry("data", Map.of("n", 1L)));
        }

        @Test
        void a_failure_tells_what_was_received_and_rendered() {
            Receipt.Failed failed = failed(post("a=1", "X-A", "b"), c -> "{oops");
            ReceivedEvent event = failed.event();
            assertThat(event.eventType()).isEqualTo("prefect-cloud.webhook.failed");
            assertThat(event.resource())
                    .containsExactly(
                            entry("prefect.resource.id", WEBHOOK_RESOURCE), entry("prefect.resource.name", "models"));
            assertThat(event.related()).isEmpty();
            assertThat(event.time()).isEqualTo(NOW_MICROS);
            assertThat(event.payload())
                    .containsExactly(
                            entry("error", failed.error()),
                            entry("rendered", "{oops"),
                            entry("method", "POST"),
                            entry("headers", Map.of("x-a", "b")),
                            entry("body", "a=1"));
        }
    }

    @Nested
    class WhatTheTemplateSays {

        @Test
        void goes_before_what_would_be_filled_in() {
            ReceivedEvent event = accepted(
                    get(),
                    c -> "{'event':'e','resource':{'prefect.resource.id':'r'},"
                            + "'id':'018e0000-0000-7000-8000-000000000001','occurred':'2021-02-03T04:05:06+01:00',"
                            + "'follows':'018e0000-0000-7000-8000-000000000002','payload':{},'data':1}");
            assertThat(event.id()).hasToString("018e0000-0000-7000-8000-000000000001");
            assertThat(event.time()).isEqualTo(Instant.parse("2021-02-03T03:05:06Z"));
            assertThat(event.follows()).hasToString("018e0000-0000-7000-8000-000000000002");
            assertThat(event.payload()).as("an empty payload is a payload").isEmpty();
        }

        @Test
        void keeps_its_related_resources_and_the_webhook_comes_after() {
            ReceivedEvent event = accepted(
                    get(),
                    c -> "{'event':'e','resource':{'prefect.resource.id':'r'},'related':"
                            + "[{'prefect.resource.id':'a','prefect.resource.role':'actor'}]}");
            assertThat(event.related())
                    .extracting(r -> r.get("prefect.resource.role"))
                    .containsExactly("actor", "webhook");
        }

        @Test
        void is_at_most_99_related_resources_since_the_webhook_is_one() {
            assertThat(accepted(get(), c -> related(99)).related()).hasSize(100);
            assertThat(failed(get(), c -> related(100)).error())
                    .isEqualTo("what the template made is no event: related has 101 resources with the webhook itself,"
                            + " at most 100 are allowed");
        }

        private static String related(int count) {
            return IntStream.range(0, count)
                    .mapToObj(i -> "{'prefect.resource.id':'r" + i + "','prefect.resource.role':'x'}")
                    .collect(Collectors.joining(
                            ",", "{'event':'e','resource':{'prefect.resource.id':'r'},'related':[", "]}"));
        }
    }

    @Nested
    class Failures {

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '~',
                value = {
                    "~~|not JSON: it is empty",
                    "{{'event':'e'}|not JSON: Unexpected character",
                    "{'event': \"{'foo': 'foo'}\"}|not JSON: Unexpected character",
                    "[]|no event: the event must be one JSON object, but is a list",
                    "''|no event: the event must be one JSON object, but is text",
                    "{}|no event: event is missing; resource is missing",
                    "{'event':'e','resource':{'prefect.resource.id':''}}|no event: resource[\"prefect.resource.id\"] is empty",
                    "{'event':'e','resource':{'prefect.resource.id':'r','run_count':3}}"
                            + "|no event: resource.run_count must be text, but is a number; put it in quotes",
                    "{'event':'e','resource':{'prefect.resource.id':'r'},'payload':null}"
                            + "|no event: payload must be an object, but is null; leave it out for none",
                    "{'event':'e','resource':{'prefect.resource.id':'r'},'related':null}"
                            + "|no event: related must be a list of resources, but is null",
                })
        void say_what_is_wrong_with_what_the_template_made(String rendered, String error) {
            Receipt.Failed failed = failed(get(), c -> rendered);
            assertThat(failed.error()).startsWith("what the template made is " + error);
            assertThat(failed.event().payload()).containsEntry("error", failed.error());
            assertThat(failed.cause()).isNull();
        }

        @Test
        void of_json_name_the_line_and_the_way_out() {
            assertThat(failed(get(), c -> "{\n 'event': 'say \"hi\"'}").error())
                    .contains("line 2, column")
                    .contains("tojson");
        }

        @Test
        void of_the_template_name_its_line_and_have_rendered_nothing() {
            Receipt.Failed failed = failed(get(), c -> {
                throw new TemplateFailure("division by zero", 3);
            });
            assertThat(failed.error()).isEqualTo("the template failed at line 3: division by zero");
            assertThat(failed.event().payload()).containsEntry("rendered", null);
            assertThat(failed(get(), c -> {
                                throw new TemplateFailure("division by zero", 0);
                            })
                            .error())
                    .isEqualTo("the template failed: division by zero");
        }

        @Test
        void of_the_engine_cost_one_event_and_are_for_the_operator_to_read() {
            IllegalStateException fault = new IllegalStateException("hush");
            Receipt.Failed failed = failed(get(), c -> {
                throw fault;
            });
            assertThat(failed.error()).isEqualTo("the template failed: internal error, IllegalStateException");
            assertThat(failed.cause()).isSameAs(fault);
            assertThat(failed(get(), WebhookEventMakerTest::endless).cause()).isInstanceOf(StackOverflowError.class);
        }

        @Test
        void have_their_own_ids() {
            assertThat(failed(get(), c -> "").event().id())
                    .isNotEqualTo(failed(get(), c -> "").event().id());
        }
    }

    @Nested
    class TooLarge {

        private final RawRequest twoMegabytes = post("\"\n".repeat(1 << 20), "Content-Type", "text/plain");

        @Test
        void a_body_that_the_debugging_payload_cannot_hold_fails_in_sight_with_its_beginning() {
            Receipt.Failed failed = failed(twoMegabytes, c -> STATIC);
            assertThat(failed.error()).contains("at most 1500000 are allowed").contains("holds the whole body");
            assertThat(failed.event().body().stored().length).isBetween(500_000, 1_500_000);
            assertThat((String) failed.event().payload().get("body")).startsWith("\"\n\"\n");
            assertThat(failed.event().payload()).containsEntry("truncated", Map.of("body", 2_097_152L));
        }

        @Test
        void a_large_body_is_fine_if_the_template_gives_a_payload() {
            accepted(twoMegabytes, c -> "{'event':'e','resource':{'prefect.resource.id':'r'},'payload':{}}");
        }

        @Test
        void everything_at_its_worst_still_makes_a_failed_event_that_fits() {
            String worst = "\u0001".repeat(3_000_000);
            String[] headers = IntStream.range(0, 200)
                    .boxed()
                    .flatMap(i -> List.of("h" + i, "\u0002".repeat(5000)).stream())
                    .toArray(String[]::new);
            for (int size : List.of(EventLimits.SMALLEST_SIZE, 1_500_000)) {
                WebhookEventMaker maker =
                        new WebhookEventMaker(new EventLimits(1024, 500, 100, size), Clock.systemUTC());
                WebhookTemplate webhook = new WebhookTemplate(WEBHOOK, worst, 7, c -> worst);
                Receipt receipt = maker.make(post(worst, headers), webhook, NOW);
                assertThat(receipt).isInstanceOf(Receipt.Failed.class);
                assertThat(receipt.event().body().stored().length).isLessThanOrEqualTo(size);
                assertThat(((Map<?, ?>) ((ReceivedEvent) receipt.event())
                                        .payload()
                                        .get("truncated"))
                                .keySet()
                                .toArray())
                        .containsExactly("rendered", "headers", "body");
            }
        }

        @Test
        void a_cut_never_splits_a_character() {
            RawRequest request = post("😀".repeat(600_000), "Content-Type", "text/plain");
            String body =
                    (String) failed(request, c -> STATIC).event().payload().get("body");
            assertThat(body.length()).isEven();
            assertThat(body).doesNotContain("\uFFFD").endsWith("😀");
        }
    }

    @Nested
    class Secrets {

        private final RawRequest request = post(
                "x",
                "Authorization",
                "Bearer authorization-secret",
                "Cookie",
                "session=cookie-secret",
                "X-Api-Key",
                "api-key-secret",
                "X-Hub-Signature-256",
                "sha256=signature-secret",
                "X-Odd",
                "odd-but-shown");

        @Test
        void in_headers_are_not_stored_in_the_debugging_payload() {
            ReceivedEvent event = accepted(request, c -> STATIC);
            assertThat(text(event)).doesNotContain("-secret").contains("odd-but-shown");
            assertThat(event.payload())
                    .containsEntry(
                            "headers",
                            ordered(
                                    "cookie", "[redacted]",
                                    "x-api-key", "[redacted]",
                                    "x-hub-signature-256", "[redacted]",
                                    "x-odd", "odd-but-shown"));
        }

        @Test
        void in_headers_are_not_stored_in_a_failed_event_even_if_the_template_prints_them() {
            ReceivedEvent event =
                    failed(request, c -> "not json: " + c.get("headers")).event();
            assertThat(text(event)).doesNotContain("-secret").contains("odd-but-shown");
            ReceivedEvent unrendered = failed(request, c -> {
                        throw new TemplateFailure("no " + ((Map<?, ?>) c.get("headers")).get("x-api-key"), 1);
                    })
                    .event();
            assertThat(text(unrendered)).doesNotContain("-secret");
        }

        @Test
        void can_be_shown_as_prefect_does_but_never_authorization() {
            WebhookTemplate open = new WebhookTemplate(WEBHOOK, "models", 7, c -> STATIC, HeaderRedaction.NONE);
            assertThat(text((ReceivedEvent) maker.make(request, open, NOW).event()))
                    .contains("cookie-secret", "api-key-secret")
                    .doesNotContain("authorization-secret");
        }

        @Test
        void of_a_header_that_the_user_names_are_hidden_too() {
            WebhookTemplate webhook = new WebhookTemplate(
                    WEBHOOK, "models", 7, c -> STATIC, HeaderRedaction.DEFAULTS.and(Set.of("X-ODD")));
            assertThat(text((ReceivedEvent) maker.make(request, webhook, NOW).event()))
                    .doesNotContain("odd-but-shown");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Proxy-Authorization",
                    "cookie",
                    "X-API-KEY",
                    "apikey",
                    "X-Auth-Token",
                    "X-Gitlab-Token",
                    "X-Hub-Signature",
                    "Stripe-Signature",
                    "X-Slack-Signature",
                    "X-Shopify-Hmac-Sha256",
                    "webhook-signature",
                    "svix-signature",
                    "X-Amz-Security-Token",
                    "X-Telegram-Bot-Api-Secret-Token",
                    "aeg-sas-key",
                    "x_secret"
                })
        void are_told_by_the_words_of_a_name(String name) {
            assertThat(HeaderRedaction.DEFAULTS.hides(name)).isTrue();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Content-Type",
                    "Idempotency-Key",
                    "X-GitHub-Delivery",
                    "webhook-id",
                    "webhook-timestamp",
                    "X-Keyboard",
                    "X-Forwarded-For",
                    "authority"
                })
        void are_not_seen_where_there_are_none(String name) {
            assertThat(HeaderRedaction.DEFAULTS.hides(name)).isFalse();
        }
    }

    @Test
    void a_replay_of_a_request_makes_another_event_of_it() {
        RawRequest request = post(STATIC);
        ReceivedEvent once = accepted(request, PASS_THROUGH);
        ReceivedEvent again = accepted(request, PASS_THROUGH);
        assertThat(again.id()).isNotEqualTo(once.id());
        assertThat(again.payload()).isEqualTo(once.payload());
    }

    @Test
    void bytes_that_are_no_text_do_not_stop_an_event() {
        byte[] noise = {(byte) 0xff, 0, (byte) 0xc3, 0x28};
        ReceivedEvent event = accepted(request("POST", noise), c -> STATIC);
        assertThat(event.payload()).containsEntry("body", "\uFFFD\0\uFFFD(");
        assertThat(ReceivedEvent.fromJson(7, event.body().stored())).isEqualTo(event);
    }

    private static final TemplateRenderer PASS_THROUGH = c -> json(c.get("body"));

    private static String endless(Map<String, Object> context) {
        return endless(context) + "";
    }

    private ReceivedEvent accepted(RawRequest request, TemplateRenderer renderer) {
        Receipt receipt = maker.make(request, webhook(renderer), NOW);
        if (receipt instanceof Receipt.Failed failed) {
            throw new AssertionError(failed.error());
        }
        return (ReceivedEvent) receipt.event();
    }

    private Receipt.Failed failed(RawRequest request, TemplateRenderer renderer) {
        Receipt receipt = maker.make(request, webhook(renderer), NOW);
        assertThat(receipt).isInstanceOf(Receipt.Failed.class);
        return (Receipt.Failed) receipt;
    }

    /** Single quotes stand for double ones, unless the text has double ones already. */
    private static WebhookTemplate webhook(TemplateRenderer renderer) {
        return new WebhookTemplate(WEBHOOK, "models", 7, c -> {
            String text = renderer.render(c);
            return text.contains("\"") ? text : text.replace('\'', '"');
        });
    }

    private static Map<String, Object> ordered(String... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return map;
    }

    private static String text(ReceivedEvent event) {
        return new String(event.body().stored(), java.nio.charset.StandardCharsets.UTF_8);
    }

    private static String json(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
