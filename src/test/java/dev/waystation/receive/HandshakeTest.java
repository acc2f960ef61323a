package dev.waystation.receive;

import static dev.waystation.receive.Requests.post;
import static dev.waystation.receive.Requests.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeTest {

    @Nested
    class EventGrid {

        private static final String BODY = """
                [{"id":"2d1781af-3a4c-4d7c-bd0c-e34b19da4e66","topic":"/subscriptions/x","subject":"",
                "data":{"validationCode":"512d38b6-c7b8-40c8-89fe-f46f9e9622b6","validationUrl":"https://rp.example/v"},
                "eventType":"Microsoft.EventGrid.SubscriptionValidationEvent","eventTime":"2018-01-25T22:12:19Z",
                "metadataVersion":"1","dataVersion":"1"}]""";

        @Test
        void gets_its_code_back_with_200_and_json() {
            Handshake.Answer answer = Handshake.eventGrid(
                            post(BODY, "Aeg-Event-Type", "SubscriptionValidation", "Content-Type", "application/json"))
                    .orElseThrow();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.headers()).containsExactly(entry("Content-Type", "application/json"));
            assertThat(text(answer)).isEqualTo("{\"validationResponse\":\"512d38b6-c7b8-40c8-89fe-f46f9e9622b6\"}");
        }

        @Test
        void a_code_is_quoted_as_json() {
            String body = BODY.replace("512d38b6-c7b8-40c8-89fe-f46f9e9622b6", "\\\"},\\u0000<");
            assertThat(text(Handshake.eventGrid(post(body, "aeg-event-type", "SubscriptionValidation"))
                            .orElseThrow()))
                    .isEqualTo("{\"validationResponse\":\"\\\"},\\u0000<\"}");
        }

        @Test
        void needs_its_header_its_method_and_its_event() {
            assertThat(Handshake.eventGrid(post(BODY))).isEmpty();
            assertThat(Handshake.eventGrid(post(BODY, "aeg-event-type", "Notification")))
                    .isEmpty();
            assertThat(Handshake.eventGrid(request(
                            "PUT", BODY.getBytes(StandardCharsets.UTF_8), "aeg-event-type", "SubscriptionValidation")))
                    .isEmpty();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "[]",
                    "{}",
                    "[1]",
                    "[{\"eventType\":\"Microsoft.Storage.BlobCreated\",\"data\":{\"validationCode\":\"x\"}}]",
                    "[{\"eventType\":\"Microsoft.EventGrid.SubscriptionValidationEvent\",\"data\":{}}]",
                    "[{\"eventType\":\"Microsoft.EventGrid.SubscriptionValidationEvent\",\"data\":{\"validationCode\":1}}]"
                })
        void anything_else_goes_its_usual_way(String body) {
            assertThat(Handshake.eventGrid(post(body, "aeg-event-type", "SubscriptionValidation")))
                    .isEmpty();
        }
    }

    @Nested
    class CloudEvents {

        @Test
        void the_origin_and_the_rate_are_granted() {
            Handshake.Answer answer = Handshake.cloudEvents(options(
                            "WebHook-Request-Origin", "eventemitter.example.com", "WebHook-Request-Rate", "120"))
                    .orElseThrow();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.headers())
                    .containsOnly(
                            entry("Allow", "POST"),
                            entry("WebHook-Allowed-Origin", "eventemitter.example.com"),
                            entry("WebHook-Allowed-Rate", "120"));
            assertThat(answer.body()).isEmpty();
        }

        @Test
        void a_rate_not_asked_for_or_unreadable_is_unlimited() {
            assertThat(rate(options("webhook-request-origin", "a.example"))).contains("*");
            assertThat(rate(options("webhook-request-origin", "a.example", "webhook-request-rate", "0")))
                    .contains("*");
            assertThat(rate(options("webhook-request-origin", "a.example", "webhook-request-rate", "9\r\nX: y")))
                    .contains("*");
        }

        @Test
        void a_plain_options_request_is_no_handshake() {
            assertThat(Handshake.cloudEvents(options())).isEmpty();
            assertThat(Handshake.cloudEvents(post("", "WebHook-Request-Origin", "a.example")))
                    .isEmpty();
        }

        @Test
        void an_origin_that_could_break_the_answer_is_not_echoed() {
            assertThat(Handshake.cloudEvents(options("WebHook-Request-Origin", "a\r\nSet-Cookie: b")))
                    .isEmpty();
            assertThat(Handshake.cloudEvents(options("WebHook-Request-Origin", "a", "WebHook-Request-Origin", "b")))
                    .isEmpty();
        }

        private static Optional<String> rate(RawRequest request) {
            return Handshake.cloudEvents(request).map(a -> a.headers().get("WebHook-Allowed-Rate"));
        }

        private static RawRequest options(String... headers) {
            return request("OPTIONS", new byte[0], headers);
        }
    }

    @Nested
    class Slack {

        @Test
        void the_challenge_is_given_back() {
            String body = "{\"token\":\"x\",\"challenge\":\"3eZbrw1aB\",\"type\":\"url_verification\"}";
            assertThat(text(Handshake.slack(post(body, "Content-Type", "application/json"))
                            .orElseThrow()))
                    .isEqualTo("{\"challenge\":\"3eZbrw1aB\"}");
        }

        @Test
        void other_bodies_go_their_usual_way() {
            assertThat(Handshake.slack(post("{\"type\":\"event_callback\",\"challenge\":\"x\"}")))
                    .isEmpty();
            assertThat(Handshake.slack(post("{\"type\":\"url_verification\"}"))).isEmpty();
            assertThat(Handshake.slack(post("command=x", "Content-Type", "application/x-www-form-urlencoded")))
                    .isEmpty();
        }
    }

    private static String text(Handshake.Answer answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }
}
