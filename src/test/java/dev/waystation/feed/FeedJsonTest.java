package dev.waystation.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waystation.event.received.EventProblem;
import dev.waystation.event.received.PythonJson;
import dev.waystation.event.received.ReceivedEvent;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FeedJsonTest {

    private static final String NEXT = "https://gateway.example/api/events/filter/next";

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }

    @Test
    void a_page_holds_its_events_byte_for_byte() {
        // Not as this code would write it: the bytes are what counts.
        String stored =
                "{ \"occurred\":\"2026-03-09T00:00:00Z\",\"event\":\"ü\",\"resource\":{\"prefect.resource.id\":\"r\"},"
                        + "\"related\":[],\"payload\":{\"n\":1.10},\"id\":\"00000000-0000-0000-0000-000000000001\","
                        + "\"follows\":null,\"received\":\"2026-03-09T00:00:00Z\" }";
        ReceivedEvent event = ReceivedEvent.fromJson(1, stored.getBytes(StandardCharsets.UTF_8));
        assertThat(text(FeedJson.page(new FeedPage(List.of(event, event), 7, Optional.of("abc")), NEXT)))
                .isEqualTo("{\"events\":[" + stored + "," + stored + "],\"total\":7,\"next_page\":\"" + NEXT
                        + "?page-token=YWJj\"}");
    }

    @Test
    void the_last_page_has_no_next() {
        assertThat(text(FeedJson.page(new FeedPage(List.of(), 0, Optional.empty()), NEXT)))
                .isEqualTo("{\"events\":[],\"total\":0,\"next_page\":null}");
    }

    @Test
    void a_link_leads_to_the_next_page() throws Exception {
        InMemoryFeedStore store = new InMemoryFeedStore(InMemoryFeedStore.Diligence.EVERYTHING);
        for (int i = 0; i < 3; i++) {
            store.add(
                    Feeds.event(
                            1, new UUID(0, i), Feeds.NOW, "'event':'e','resource':{'prefect.resource.id':'" + i + "'}"),
                    Feeds.NOW);
        }
        Feed feed = new Feed(store, Clock.fixed(Feeds.NOW, ZoneOffset.UTC));
        byte[] page = FeedJson.page(feed.first(1, Feeds.filter("{'text':{'query':'é'}}"), 2), NEXT);
        assertThat(text(page)).contains("\"next_page\":null");
        page = FeedJson.page(feed.first(1, Feeds.filter("{'text':{'query':'-é'}}"), 2), NEXT);
        String link = (String) ((Map<?, ?>) PythonJson.parse(text(page))).get("next_page");
        assertThat(link).startsWith(NEXT + "?page-token=");
        String token = Feed.fromParameter(link.substring(link.indexOf('=') + 1));
        assertThat(feed.next(1, token).events())
                .extracting(ReceivedEvent::subject)
                .containsExactly("0");
    }

    @Test
    void counts_have_times_in_utc() {
        assertThat(text(FeedJson.counts(List.of(
                        new EventCount(
                                "0",
                                "2026-03-09T00:00:00+00:00",
                                2,
                                Instant.parse("2026-03-09T00:00:00Z"),
                                Instant.parse("2026-03-09T23:59:59.999999Z")),
                        new EventCount(
                                "ü\"",
                                "l",
                                0,
                                Instant.parse("2026-03-09T00:00:00.500Z"),
                                Instant.parse("2026-03-09T00:00:00.000010Z"))))))
                .isEqualTo(
                        "[{\"value\":\"0\",\"label\":\"2026-03-09T00:00:00+00:00\",\"count\":2,"
                                + "\"start_time\":\"2026-03-09T00:00:00Z\",\"end_time\":\"2026-03-09T23:59:59.999999Z\"},"
                                + "{\"value\":\"ü\\\"\",\"label\":\"l\",\"count\":0,"
                                + "\"start_time\":\"2026-03-09T00:00:00.500000Z\",\"end_time\":\"2026-03-09T00:00:00.000010Z\"}]");
        assertThat(text(FeedJson.counts(List.of()))).isEqualTo("[]");
    }

    private static final EventProblem PROBLEM =
            new EventProblem(List.of("body", "filter", "event", "name", 1), "string_type", "must be text");

    @Test
    void prefects_server_names_type_place_and_value_and_repeats_the_request() {
        Object request = Feeds.json("{'filter':{'event':{'name':['a',7]}},'n':NaN}");
        EventProblem missing = new EventProblem(List.of("body", "filter", "text"), "missing", "is missing");
        assertThat(text(ProblemJson.server(List.of(PROBLEM, missing), request)))
                .isEqualTo("{\"exception_message\":\"Invalid request received.\",\"exception_detail\":["
                        + "{\"type\":\"string_type\",\"loc\":[\"body\",\"filter\",\"event\",\"name\",1],"
                        + "\"msg\":\"must be text\",\"input\":7},"
                        + "{\"type\":\"missing\",\"loc\":[\"body\",\"filter\",\"text\"],\"msg\":\"is missing\","
                        + "\"input\":{\"event\":{\"name\":[\"a\",7]}}}],"
                        + "\"request_body\":{\"filter\":{\"event\":{\"name\":[\"a\",7]}},\"n\":null}}");
    }

    @Test
    void a_request_that_is_no_json_is_repeated_as_text() {
        EventProblem broken = new EventProblem(List.of("body"), "json_invalid", "is not JSON");
        assertThat(text(ProblemJson.server(List.of(broken), "{\"\ud83d")))
                .contains("\"input\":null")
                .endsWith("\"request_body\":\"{\\\"\uFFFD\"}");
        assertThat(text(ProblemJson.server(List.of(broken), null))).endsWith("\"request_body\":null}");
    }

    @Test
    void prefect_cloud_names_place_and_type() {
        assertThat(text(ProblemJson.cloud(List.of(PROBLEM))))
                .isEqualTo("{\"detail\":[{\"loc\":[\"body\",\"filter\",\"event\",\"name\",1],\"msg\":\"must be text\","
                        + "\"type\":\"string_type\"}]}");
        assertThat(text(ProblemJson.message("no"))).isEqualTo("{\"detail\":\"no\"}");
    }
}
