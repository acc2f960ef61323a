package dev.waystation.invariant;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.waystation.testing.GatewayClient;
import dev.waystation.testing.RunEvents;
import dev.waystation.testing.TestGateway;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever sends something wrong learns what, and what was expected; nothing is stored, and nothing of the inside shows. */
@Timeout(120)
class BadInputGetsAClearAnswerTest {

    private static final String EVENTS = GatewayClient.WEBHOOKS + "/events";
    private static final String SUBSCRIPTIONS = GatewayClient.WEBHOOKS + "/subscriptions";
    private static final String GOOD = RunEvents.completed().json();

    @TempDir
    static Path data;

    private static TestGateway gateway;
    private static GatewayClient client;

    @BeforeAll
    static void start() {
        gateway = TestGateway.in(data).with("waystation.accounts", "1,2").start();
        client = gateway.client();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @AfterEach
    void nothing_was_stored() {
        assertThat(gateway.query("SELECT COUNT(*) FROM event")).isZero();
        assertThat(gateway.query("SELECT COUNT(*) FROM delivery")).isZero();
        assertThat(gateway.query("SELECT COUNT(*) FROM subscription")).isZero();
        assertThat(client.meter("waystation_events_accepted_total")).isZero();
        assertThat(GatewayClient.json(client.get(SUBSCRIPTIONS)).get("data")).isEmpty();
        assertThat(client.send(client.anonymous("/health").GET()).statusCode()).isEqualTo(200);
    }

    /** The answer is the API's envelope with a sentence for people, and shows nothing of the inside. */
    private static JsonNode refused(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/json");
        assertThat(answer.body().length()).isLessThan(5_000);
        assertThat(answer.body())
                .doesNotContain(
                        "Exception", "\\tat ", ".java", "dev.waystation.", "org.apache", "com.fasterxml", "io.vertx")
                .doesNotContain(TestGateway.TOKEN);
        JsonNode json = GatewayClient.json(answer);
        assertThat(json.get("data").isNull()).isTrue();
        JsonNode told = json.get("status");
        assertThat(told.get("code").asInt()).isEqualTo(status);
        assertThat(told.get("is_success").asBoolean()).isFalse();
        assertThat(told.get("user_message").asText()).isNotBlank();
        return told;
    }

    private static String message(HttpResponse<String> answer, int status) {
        return refused(answer, status).get("user_message").asText();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {"data":{"jobId":"1"}}                                              | eventType     | one of job.run.started
            {"eventType":"job.run.paused","data":{"jobId":"1"}}                 | eventType     | one of job.run.started
            {"eventType":5,"data":{"jobId":"1"}}                                | eventType     | one of job.run.started
            {"eventType":"job.run.started"}                                     | data          | an object
            {"eventType":"job.run.started","data":"x"}                          | data          | an object
            {"eventType":"job.run.started","data":{}}                           | data.jobId    | digits
            {"eventType":"job.run.started","data":{"jobId":"one"}}              | data.jobId    | digits
            {"eventType":"job.run.started","data":{"jobId":true}}               | data.jobId    | digits
            {"eventType":"job.run.started","data":{"jobId":"1","jobName":{}}}   | data.jobName  | a string
            {"eventType":"job.run.started","eventId":"a b","data":{"jobId":"1"}} | eventId      | characters
            {"eventType":"job.run.started","timestamp":"soon","data":{"jobId":"1"}} | timestamp | RFC 3339
            {"eventType":"job.run.started","accountId":"1","data":{"jobId":"1"}} | accountId    | an integer
            """)
    void a_field_of_an_event_is_named_with_what_was_expected(String body, String field, String expected) {
        JsonNode told = refused(client.tryPublish("application/json", body), 400);
        assertThat(told.get("user_message").asText()).contains(field);
        JsonNode error = told.get("errors").get(0);
        assertThat(error.get("field").asText()).isEqualTo(field);
        assertThat(error.get("expected").asText()).contains(expected);
        assertThat(error.get("found").asText()).isNotBlank();
        assertThat(error.has("index")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"eventType\": nope}",
                "{",
                "[",
                "[{]",
                "{\"a\":1,}",
                "nonsense",
                "<xml/>",
                "{\"a\":\"x",
                "{} {}"
            })
    void malformed_json_is_told_with_its_place(String body) {
        assertThat(message(client.tryPublish("application/json", body), 400)).containsAnyOf("line 1", "eventType");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n ", "[]", "null", "1", "\"text\"", "[1]", "[null]", "[[]]"})
    void a_body_without_an_event_is_refused(String body) {
        assertThat(message(client.tryPublish("application/json", body), 400)).containsIgnoringCase("expected");
    }

    @Test
    void one_bad_element_rejects_the_array_and_is_named_by_its_index() {
        String bad = RunEvents.completed().with("jobId", null).json();
        JsonNode told = refused(client.tryPublish("application/json", "[" + GOOD + "," + GOOD + "," + bad + "]"), 400);
        assertThat(told.get("errors").get(0).get("index").asInt()).isEqualTo(2);
        assertThat(told.get("errors").get(0).get("field").asText()).isEqualTo("data.jobId");
    }

    @Test
    void one_bad_line_rejects_the_lines_and_is_named_by_its_index() {
        String lines = GOOD + "\n" + RunEvents.ofType("job.run.exploded").json() + "\n" + GOOD + "\n";
        JsonNode told = refused(client.tryPublish("application/x-ndjson", lines), 400);
        assertThat(told.get("errors").get(0).get("index").asInt()).isEqualTo(1);
        assertThat(told.get("errors").get(0).get("field").asText()).isEqualTo("eventType");
        assertThat(message(client.tryPublish("application/x-ndjson", GOOD + "\n{broken\n"), 400))
                .contains("line 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":", "{\"eventType\":\"job.run.started\",\"data\":{\"jobId\":"})
    void nesting_of_ten_thousand_levels_is_refused_with_the_bound(String level) {
        assertThat(message(client.tryPublish("application/json", level.repeat(10_000)), 400))
                .containsAnyOf("at most 100 deep", "expected");
    }

    @Test
    void a_body_over_the_stated_size_is_refused_with_413() {
        String big = RunEvents.completed().with("note", "x".repeat(6_000_000)).json();
        assertThat(message(client.tryPublish("application/json", big), 413))
                .containsAnyOf("5242880", "maximum-body-size");
        refused(client.post(SUBSCRIPTIONS, "application/json", "[" + " ".repeat(6_000_000) + "]"), 413);
    }

    @Test
    void a_body_far_over_the_size_is_refused_before_it_is_read() throws IOException {
        String head = "POST " + EVENTS + " HTTP/1.1\r\nHost: x\r\nAuthorization: Token " + TestGateway.TOKEN
                + "\r\nContent-Type: application/json\r\nContent-Length: 20000000\r\n\r\n[";
        assertThat(raw(head.getBytes(ISO_8859_1))).startsWith("HTTP/1.1 413");
    }

    @Test
    void an_event_that_is_larger_than_the_store_keeps_is_named_with_the_bound() {
        String large = RunEvents.completed().with("note", "x".repeat(2_000_000)).json();
        assertThat(message(client.tryPublish("application/json", large), 400)).contains("1,048,576 bytes");
        JsonNode told = refused(client.tryPublish("application/json", "[" + GOOD + "," + large + "]"), 400);
        assertThat(told.get("errors").get(0).get("index").asInt()).isEqualTo(1);
    }

    @Test
    void a_body_of_just_the_stated_size_is_read() {
        String bad = RunEvents.ofType("job.run.exploded").json();
        String padded = bad + " ".repeat(5_242_880 - bad.length());
        assertThat(message(client.tryPublish("application/json", padded), 400)).contains("eventType");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/xml",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "image/png",
                "text/html",
                "nonsense"
            })
    void another_content_type_is_refused_with_those_that_are_taken(String contentType) {
        assertThat(message(client.tryPublish(contentType, GOOD), 415))
                .contains("application/json", "application/x-ndjson");
    }

    @Test
    void without_a_token_nothing_is_taken_and_the_header_to_send_is_told() {
        HttpRequest.Builder request = client.anonymous(EVENTS)
                .POST(HttpRequest.BodyPublishers.ofString(GOOD))
                .header("Content-Type", "application/json");
        assertThat(message(client.send(request), 401)).contains("Authorization: Token");
        refused(client.send(client.anonymous(SUBSCRIPTIONS).GET()), 401);
        refused(
                client.send(client.anonymous("/api/v3/accounts/99/webhooks/subscriptions")
                        .GET()),
                401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Token wrong",
                "Bearer wrong",
                "Token",
                "Token ",
                "Basic dG9rZW4tb2YtdGhlLXRlc3Rz",
                "Digest " + TestGateway.TOKEN,
                TestGateway.TOKEN,
                "Token " + TestGateway.TOKEN + "x",
                "Token " + TestGateway.TOKEN + " x",
                "TokenX " + TestGateway.TOKEN,
                "Token token-of-the-test"
            })
    void a_wrong_token_and_a_wrong_scheme_are_refused(String authorization) {
        HttpRequest.Builder request = client.anonymous(EVENTS)
                .POST(HttpRequest.BodyPublishers.ofString(GOOD))
                .header("Content-Type", "application/json")
                .header("Authorization", authorization);
        assertThat(message(client.send(request), 401)).startsWith("Unauthorized");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Token ", "Bearer ", "token ", "BEARER "})
    void the_right_token_is_taken_under_both_schemes(String scheme) {
        assertThat(client.send(client.anonymous(SUBSCRIPTIONS)
                                .GET()
                                .header("Authorization", scheme + TestGateway.TOKEN))
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", "0", "-1", "abc", "99999999999999999999", "1.0", "%20", "%00", "..%2F1"})
    void an_account_that_there_is_not_is_refused(String account) {
        assertThat(message(
                        client.post("/api/v3/accounts/" + account + "/webhooks/events", "application/json", GOOD), 404))
                .isNotBlank();
    }

    @Test
    void an_account_that_there_is_not_is_told_with_those_that_there_are() {
        assertThat(message(client.post("/api/v3/accounts/3/webhooks/events", "application/json", GOOD), 404))
                .contains("'3'", "1, 2");
    }

    @Test
    void an_event_of_another_account_than_the_paths_is_refused() {
        String other = RunEvents.completed().account(2).json();
        assertThat(message(client.tryPublish("application/json", other), 400)).contains("accountId");
    }

    @Test
    void only_utf8_is_taken() {
        List<byte[]> bodies = new ArrayList<>();
        bodies.add(GOOD.getBytes(UTF_16));
        bodies.add(RunEvents.completed()
                .with("jobName", "Zażółć")
                .json()
                .replace("ż", "\u00bf")
                .getBytes(ISO_8859_1));
        bodies.add(new byte[] {(byte) 0xff, (byte) 0xfe, 0, 0});
        bodies.add(new byte[100]);
        bodies.add(("\u0000" + GOOD).getBytes(UTF_8));
        bodies.add((GOOD + "\u0000").getBytes(UTF_8));
        bodies.add(GOOD.replace("123", "12\u00003").getBytes(UTF_8));
        bodies.add(GOOD.replace("123", "12\\u00003").getBytes(UTF_8));
        for (byte[] body : bodies) {
            refused(client.post(EVENTS, "application/json", body), 400);
        }
    }

    @Test
    void a_body_that_claims_to_be_compressed_and_is_not_is_refused() {
        HttpRequest.Builder request = client.request(EVENTS)
                .POST(HttpRequest.BodyPublishers.ofString(GOOD.replace("jobId", "noJobId")))
                .header("Content-Type", "application/json")
                .header("Content-Encoding", "gzip");
        assertThat(client.send(request).statusCode()).isBetween(400, 499);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {"event_types":["job.run.started"],"client_url":"http://a/"}                                   | 'name'
            {"name":" ","event_types":["job.run.started"],"client_url":"http://a/"}                        | 'name'
            {"name":7,"event_types":["job.run.started"],"client_url":"http://a/"}                          | 'name'
            {"name":"n","client_url":"http://a/"}                                                          | 'event_types'
            {"name":"n","event_types":[],"client_url":"http://a/"}                                         | 'event_types'
            {"name":"n","event_types":"job.run.started","client_url":"http://a/"}                          | 'event_types'
            {"name":"n","event_types":["job.run.started","job.run.paused"],"client_url":"http://a/"}       | 'event_types[1]'
            {"name":"n","event_types":["job.run.started"]}                                                 | 'client_url'
            {"name":"n","event_types":["job.run.started"],"client_url":5}                                  | 'client_url'
            {"name":"n","event_types":["job.run.started"],"client_url":""}                                 | 'client_url'
            {"name":"n","event_types":["job.run.started"],"client_url":"a.example/hook"}                   | 'client_url'
            {"name":"n","event_types":["job.run.started"],"client_url":"ftp://a.example/hook"}             | 'client_url'
            {"name":"n","event_types":["job.run.started"],"client_url":"file:///etc/passwd"}               | 'client_url'
            {"name":"n","event_types":["job.run.started"],"client_url":"javascript:alert(1)"}              | 'client_url'
            {"name":"n","event_types":["job.run.started"],"client_url":"http://"}                          | 'client_url'
            {"name":"n","event_types":["job.run.started"],"client_url":"http:///hook"}                     | 'client_url'
            {"name":"n","event_types":["job.run.started"],"client_url":"http://a.example:99999/"}          | 'client_url'
            {"name":"n","event_types":["job.run.started"],"client_url":"http://a.example/a b"}             | 'client_url'
            {"name":"n","event_types":["job.run.started"],"client_url":"http://a.example/{{secret}}"}      | 'client_url'
            {"name":"n","event_types":["job.run.started"],"client_url":"http://a.example/\\r\\nX-Evil: 1"} | 'client_url'
            {"name":"n","event_types":["job.run.started"],"client_url":"http://a.example/\\nX-Evil:1"}     | 'client_url'
            {"name":"n","event_types":["job.run.started"],"client_url":"http://a.example\\u0000/"}         | 'client_url'
            {"name":"n","event_types":["job.run.started"],"client_url":"http://a/","job_ids":"1"}          | 'job_ids'
            {"name":"n","event_types":["job.run.started"],"client_url":"http://a/","job_ids":["x"]}        | 'job_ids[0]'
            {"name":"n","event_types":["job.run.started"],"client_url":"http://a/","job_ids":[1,2.5]}      | 'job_ids[1]'
            {"name":"n","event_types":["job.run.started"],"client_url":"http://a/","job_ids":[-1]}         | 'job_ids[0]'
            {"name":"n","event_types":["job.run.started"],"client_url":"http://a/","active":"yes"}         | 'active'
            {"name":"n","event_types":["job.run.started"],"client_url":"http://a/","description":[]}       | 'description'
            """)
    void a_field_of_a_subscription_is_named_with_what_was_expected(String body, String field) {
        assertThat(message(client.post(SUBSCRIPTIONS, "application/json", body), 400))
                .contains(field, "expected");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "null", "{", "{\"name\":", "7"})
    void a_subscription_that_is_no_json_object_is_refused(String body) {
        refused(client.post(SUBSCRIPTIONS, "application/json", body), 400);
    }

    @Test
    void a_subscription_nested_too_deep_is_refused() {
        refused(client.post(SUBSCRIPTIONS, "application/json", "{\"a\":".repeat(10_000)), 400);
        refused(client.post(SUBSCRIPTIONS, "application/json", "[".repeat(10_000)), 400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"limit=0", "limit=101", "limit=-1", "limit=abc", "limit=1e1", "offset=-1", "offset=99999999999"})
    void a_parameter_out_of_its_bounds_is_named(String query) {
        assertThat(message(client.get(SUBSCRIPTIONS + "?" + query), 400))
                .contains("'" + query.substring(0, query.indexOf('=')) + "'", "expected a whole number");
    }

    @Test
    void an_unknown_path_and_a_wrong_method_are_answered_in_the_same_form() {
        refused(client.get("/api/v3/accounts/1/nothing"), 404);
        refused(client.get("/nothing"), 404);
        refused(client.get(EVENTS), 405);
        refused(client.send(client.request(SUBSCRIPTIONS).DELETE()), 405);
        refused(client.send(client.request("/health").DELETE()), 405);
    }

    @Test
    void headers_and_parameters_of_a_request_cannot_choose_another_account() {
        String ofTwo = RunEvents.completed().account(2).json();
        for (String query : List.of("?CamelEventsAccount=2", "?account=2")) {
            for (String header : List.of("CamelEventsAccount", "account", "X-Other")) {
                HttpRequest.Builder request = client.request(EVENTS + query)
                        .POST(HttpRequest.BodyPublishers.ofString(ofTwo))
                        .header("Content-Type", "application/json")
                        .header(header, "2");
                assertThat(client.send(request).statusCode()).isBetween(400, 499);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NONSENSE\r\n\r\n",
                "GET / HTTP/9.9\r\n\r\n",
                "POST " + EVENTS + " HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
                "POST " + EVENTS + " HTTP/1.1\r\nHost: x\r\nContent-Length: abc\r\n\r\n",
                "GET /%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "GET /a\u0000b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
            })
    void what_is_hardly_http_gets_an_answer_or_is_cut_off(String request) throws IOException {
        String answer = raw(request.getBytes(ISO_8859_1));
        assertThat(answer).doesNotContain("Exception", "\tat ", "io.netty", "io.vertx");
        if (!answer.isEmpty()) {
            assertThat(answer).containsPattern("^HTTP/\\d\\.\\d [45]\\d\\d");
        }
    }

    /** Sends bytes and reads what comes until the server closes, or the first 2 KB. */
    private static String raw(byte[] request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", client.uri("/").getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request);
            socket.getOutputStream().flush();
            byte[] first = new byte[2_048];
            int read = socket.getInputStream().read(first);
            return read < 0 ? "" : new String(first, 0, read, ISO_8859_1);
        } catch (java.net.SocketException e) {
            return "";
        }
    }
}
