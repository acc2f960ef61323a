package dev.waystation.camel.receive;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.waystation.testing.Hooks;
import dev.waystation.testing.Hooks.Hook;
import dev.waystation.testing.RawHttp;
import dev.waystation.testing.TestGateway;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The cases of the CloudEvents project's conformance suite at a webhook whose template is {@code
 * body|from_cloud_event(headers)}, over HTTP and the shipped route. The samples are in {@code cloudevents/}, with their origin.
 */
class CloudEventsConformanceTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNode HELLO = JSON.createObjectNode().put("message", "Good morning!");

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

    /** A sample; shown by its name. */
    record Sample(JsonNode json) {

        String mode() {
            return json.path("modes").path(0).asText("");
        }

        JsonNode attributes() {
            return json.get("attributes");
        }

        /** The data as it has to come out, or null. */
        JsonNode data() {
            return json.has("data") ? json.get("data") : json.has("json") ? json.get("json") : json.get("text");
        }

        @Override
        public String toString() {
            return json.get("name").asText();
        }
    }

    static Stream<Sample> structured() {
        return samples("valid.json").filter(sample -> !sample.mode().equals("binary"));
    }

    static Stream<Sample> binary() {
        return samples("valid.json").filter(sample -> !sample.mode().equals("structured"));
    }

    static Stream<Sample> invalid() {
        return samples("invalid.json");
    }

    /** Those that headers can say: a header has neither a type nor a case, and knows nothing of data_base64. */
    static Stream<Sample> invalidInHeaders() {
        Set<String> beyond = Set.of(
                "id that is a number",
                "id that is an object",
                "extension with capital letters",
                "extension that is a fraction",
                "data twice");
        return invalid().filter(sample -> !beyond.contains(sample.toString()));
    }

    @ParameterizedTest
    @MethodSource("structured")
    void a_structured_event_is_taken_as_it_is(Sample sample) {
        ObjectNode event = sample.attributes().deepCopy();
        if (sample.data() != null && !sample.json().has("data")) {
            event.set("data", sample.data());
        }
        Hook hook = hook();
        assertThat(post(hook, List.of("Content-Type: application/cloudevents+json; charset=utf-8"), event.toString()))
                .isEqualTo(204);
        assertIs(
                hooks.onlyEvent(hook),
                sample.data(),
                sample,
                sample.json().has("expected") ? sample.json().get("expected") : sample.attributes());
    }

    @ParameterizedTest
    @MethodSource("binary")
    void a_binary_event_is_put_together_of_headers_and_body(Sample sample) {
        ObjectNode expected = sample.attributes().deepCopy();
        if (sample.json().has("json") && !expected.has("datacontenttype")) {
            expected.put("datacontenttype", "application/json");
        }
        Hook hook = hook();
        String body = sample.json().has("json")
                ? sample.json().get("json").toString()
                : sample.json().path("text").asText("");
        assertThat(post(hook, headers(expected), body)).isEqualTo(204);
        assertIs(hooks.onlyEvent(hook), sample.data(), sample, expected);
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void a_structured_event_that_is_none_is_400_and_says_why(Sample sample) {
        Hook hook = hook();
        int status = post(
                hook,
                List.of("Content-Type: application/cloudevents+json"),
                sample.json().get("event").toString());
        assertRefused(hook, status, sample);
    }

    @ParameterizedTest
    @MethodSource("invalidInHeaders")
    void a_binary_event_that_is_none_is_400_and_says_why(Sample sample) {
        Hook hook = hook();
        assertRefused(hook, post(hook, headers(sample.json().get("event")), ""), sample);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/json; charset=utf-8"})
    void the_binding_in_binary_mode(String type) {
        Hook hook = hook();
        assertThat(send(hook, raw("binary-json").replace("application/json", type)))
                .isEqualTo(204);
        assertBinding(hooks.onlyEvent(hook), type);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/cloudevents+json", "application/cloudevents+json; charset=utf-8"})
    void the_binding_in_structured_mode(String type) {
        Hook hook = hook();
        assertThat(send(hook, raw("structured-json").replace("application/cloudevents+json", type)))
                .isEqualTo(204);
        assertBinding(hooks.onlyEvent(hook), "application/json");
    }

    @Test
    void header_names_have_any_case_and_values_are_unquoted_and_decoded_once() {
        Hook hook = hook();
        assertThat(send(hook, raw("binary-encoded-headers"))).isEqualTo(204);
        JsonNode attributes = hooks.onlyEvent(hook).get("payload").get("cloudevents");
        assertThat(attributes.get("id").asText()).isEqualTo("1-2-3");
        assertThat(attributes.get("subject").asText()).isEqualTo("Euro € 😀%20");
        assertThat(attributes.get("note").asText()).isEqualTo("a \"quoted\" word");
    }

    @Test
    void in_structured_mode_the_body_wins_over_headers_and_a_text_is_not_read_again() {
        Hook hook = hook();
        assertThat(send(hook, raw("structured-with-ce-headers"))).isEqualTo(204);
        JsonNode event = hooks.onlyEvent(hook);
        assertThat(event.get("event").asText()).isEqualTo("com.example.happened");
        assertThat(event.get("resource").get("prefect.resource.id").asText()).isEqualTo("/team/context");
        assertThat(event.get("payload").get("data").asText()).isEqualTo("{\"not\": \"parsed\"}");
        assertThat(event.get("payload").get("cloudevents").get("id").asText()).isEqualTo("1-2-3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "batch",
                "empty-batch",
                "header-not-utf-8",
                "no-attributes",
                "structured-list",
                "structured-broken"
            })
    void what_cannot_be_one_event_is_400_and_says_why(String request) {
        Hook hook = hook();
        assertThat(send(hook, raw("refused-" + request))).isEqualTo(400);
        assertFailed(hook);
    }

    @Test
    void a_batch_is_told_from_a_single_event_by_the_longer_name() {
        Hook hook = hook();
        send(hook, raw("refused-batch"));
        assertThat(hooks.onlyEvent(hook).get("payload").get("error").asText()).contains("one by one");
    }

    @Test
    void data_of_an_event_is_exact_to_the_last_digit() {
        Hook hook = hook();
        String numbers = "[12345678901234567890123,0.1,1e3,-0.0]";
        assertThat(post(
                        hook,
                        List.of("Content-Type: application/cloudevents+json"),
                        "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"s\",\"type\":\"t\",\"data\":" + numbers
                                + "}"))
                .isEqualTo(204);
        assertThat(hooks.onlyEvent(hook).get("payload").get("data").get(0).bigIntegerValue())
                .isEqualTo("12345678901234567890123");
    }

    @Test
    void a_binary_event_whose_data_is_no_text_has_it_in_base64() {
        Hook hook = hook();
        byte[] head = ("POST " + hook.path()
                        + " HTTP/1.1\r\nHost: samples.example\r\nce-specversion: 1.0\r\nce-id: 1\r\n"
                        + "ce-source: s\r\nce-type: t\r\nContent-Type: image/png\r\nContent-Length: 4\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8);
        byte[] request = Arrays.copyOf(head, head.length + 4);
        System.arraycopy(new byte[] {(byte) 0x89, 'P', 0, (byte) 0xff}, 0, request, head.length, 4);
        assertThat(RawHttp.exchange(waystation.client().uri("/").getPort(), false, request)
                        .get(0)
                        .status())
                .isEqualTo(204);
        assertThat(hooks.onlyEvent(hook).get("payload").get("data").asText()).isEqualTo("iVAA/w==");
    }

    private static void assertBinding(JsonNode event, String type) {
        assertThat(event.get("event").asText()).isEqualTo("com.example.happened");
        assertThat(event.get("occurred").asText()).isEqualTo("2026-04-05T03:56:24Z");
        assertThat(event.get("resource"))
                .isEqualTo(JSON.createObjectNode().put("prefect.resource.id", "/team/context"));
        assertThat(event.get("payload").get("data")).isEqualTo(HELLO);
        assertThat(event.get("payload").get("cloudevents"))
                .isEqualTo(JSON.createObjectNode()
                        .put("specversion", "1.0")
                        .put("type", "com.example.happened")
                        .put("time", "2026-04-05T03:56:24Z")
                        .put("id", "1-2-3")
                        .put("source", "/team/context")
                        .put("datacontenttype", type));
    }

    private static void assertIs(JsonNode event, JsonNode data, Sample sample, JsonNode attributes) {
        assertThat(event.get("event")).isEqualTo(attributes.get("type"));
        assertThat(event.get("resource").get("prefect.resource.id"))
                .isEqualTo(attributes.get(attributes.has("subject") ? "subject" : "source"));
        assertThat(event.get("payload").get("cloudevents")).isEqualTo(attributes);
        assertThat(event.get("payload").get("data")).isEqualTo(data);
        assertThat(event.get("id").asText()).isNotEqualTo(attributes.get("id").asText());
        if (sample.json().has("occurred")) {
            assertThat(Instant.parse(event.get("occurred").asText()))
                    .isEqualTo(sample.json().get("occurred").asText());
        }
    }

    private static void assertRefused(Hook hook, int status, Sample sample) {
        if (sample.json().has("taken")) {
            assertThat(status).as(sample.json().get("taken").asText()).isEqualTo(204);
        } else {
            assertThat(status).isEqualTo(400);
            assertFailed(hook);
        }
    }

    private static void assertFailed(Hook hook) {
        JsonNode event = hooks.onlyEvent(hook);
        assertThat(event.get("event").asText()).isEqualTo("prefect-cloud.webhook.failed");
        assertThat(event.get("payload").get("error").asText()).isNotBlank();
    }

    private static Hook hook() {
        return hooks.create("{{ body|from_cloud_event(headers) }}");
    }

    /** As the HTTP binding encodes attributes: everything that is not printable ASCII, quotes and percent signs. */
    private static List<String> headers(JsonNode attributes) {
        List<String> headers = new ArrayList<>();
        attributes.properties().forEach(attribute -> {
            String value = attribute.getValue().asText();
            headers.add(
                    attribute.getKey().equals("datacontenttype")
                            ? "Content-Type: " + value
                            : "ce-" + attribute.getKey() + ": " + encoded(value));
        });
        return headers;
    }

    private static String encoded(String value) {
        StringBuilder out = new StringBuilder();
        value.codePoints().forEach(c -> {
            String character = Character.toString(c);
            boolean plain = c > ' ' && c < 127 && c != '"' && c != '%';
            out.append(plain ? character : c == ' ' ? "%20" : URLEncoder.encode(character, StandardCharsets.UTF_8));
        });
        return out.toString();
    }

    private static int post(Hook hook, List<String> headers, String body) {
        return send(hook, "POST /hook HTTP/1.1\nHost: samples.example\n" + String.join("\n", headers) + "\n\n" + body);
    }

    private static int send(Hook hook, String request) {
        int end = request.indexOf("\n\n");
        byte[] body = request.substring(end + 2).getBytes(StandardCharsets.UTF_8);
        byte[] head = (request.substring(0, end).replace("/hook ", hook.path() + " ") + "\nContent-Length: "
                        + body.length + "\n\n")
                .replace("\n", "\r\n")
                .getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, all, head.length, body.length);
        return RawHttp.exchange(waystation.client().uri("/").getPort(), false, all)
                .get(0)
                .status();
    }

    private static String raw(String name) {
        return new String(resource("requests/" + name + ".http"), StandardCharsets.UTF_8);
    }

    private static Stream<Sample> samples(String file) {
        try {
            List<Sample> samples = new ArrayList<>();
            JSON.readTree(resource(file)).forEach(json -> samples.add(new Sample(json)));
            return samples.stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] resource(String name) {
        try (InputStream in = CloudEventsConformanceTest.class.getResourceAsStream("/cloudevents/" + name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
