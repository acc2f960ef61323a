package dev.waystation.receive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waystation.event.received.EventLimits;
import dev.waystation.event.received.ReceivedEvent;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A failed event holds its request, so that it can be received again. */
class FailedRequestTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final UUID WEBHOOK = UUID.fromString("018e0000-0000-7000-8000-00000000000a");

    private final WebhookEventMaker maker = new WebhookEventMaker(EventLimits.DEFAULTS, Clock.systemUTC());

    private ReceivedEvent event(RawRequest request, TemplateRenderer renderer) {
        return (ReceivedEvent) maker.make(request, new WebhookTemplate(WEBHOOK, "w", 1, renderer), NOW)
                .event();
    }

    private FailedRequest failed(RawRequest request) {
        return FailedRequest.of(event(request, context -> "no event")).orElseThrow();
    }

    @Test
    void method_headers_and_body_are_those_of_the_request() {
        FailedRequest failed = failed(Requests.request(
                "PUT",
                "{\"a\":\"ż\"}".getBytes(StandardCharsets.UTF_8),
                "Content-Type",
                "application/json",
                "X-A",
                "b"));
        assertThat(failed.webhook()).isEqualTo(WEBHOOK);
        assertThat(failed.truncated()).isFalse();
        assertThat(failed.request().method()).isEqualTo("PUT");
        assertThat(failed.request().header("x-a")).contains("b");
        assertThat(new String(failed.request().body(), StandardCharsets.UTF_8)).isEqualTo("{\"a\":\"ż\"}");
    }

    @Test
    void a_body_keeps_the_bytes_of_its_charset() {
        byte[] body = "zażółć".getBytes(java.nio.charset.Charset.forName("ISO-8859-2"));
        FailedRequest failed = failed(Requests.request("POST", body, "Content-Type", "text/plain; charset=iso-8859-2"));
        assertThat(failed.request().body()).isEqualTo(body);
    }

    @Test
    void what_was_cut_off_is_told() {
        assertThat(failed(Requests.post("x".repeat(2_000_000))).truncated()).isTrue();
        assertThat(failed(Requests.post("", "X-Long", "x".repeat(5_000))).truncated())
                .isTrue();
    }

    @Test
    void other_events_hold_no_request() {
        String made = "{\"event\":\"%s\",\"resource\":{\"prefect.resource.id\":\"prefect-cloud.webhook." + WEBHOOK
                + "\"},\"payload\":{\"method\":\"POST\",\"headers\":{},\"body\":\"\"}}";
        assertThat(FailedRequest.of(event(Requests.get(), context -> made.formatted("e"))))
                .isEmpty();
        assertThat(FailedRequest.of(event(Requests.get(), context -> made.formatted("prefect-cloud.webhook.failed"))))
                .isEmpty();
    }
}
