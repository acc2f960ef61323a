package dev.waystation.feed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.waystation.event.received.EventLimits;
import dev.waystation.event.received.PythonJson;
import dev.waystation.event.received.ReceivedEvent;
import dev.waystation.event.received.ReceivedEventReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Prefect's own answers to filters and counts made up at random over events made up at random, as version 3.8.8 of its server
 * gave them on SQLite (told to mind case, and with its in-memory rule for text). Questions whose answer has an order that
 * Prefect leaves open, or that its server fails at, are not among them.
 */
class PrefectAnswersTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Clock clock = Clock.fixed(Feeds.NOW, ZoneOffset.UTC);

    @ParameterizedTest
    @EnumSource
    void the_feed_answers_as_prefects_server_does(InMemoryFeedStore.Diligence diligence) throws Exception {
        JsonNode answers;
        try (InputStream file = getClass().getResourceAsStream("/feed/prefect-answers.json")) {
            answers = MAPPER.readTree(file);
        }
        InMemoryFeedStore store = new InMemoryFeedStore(diligence);
        for (JsonNode json : answers.get("events")) {
            ReceivedEvent event = new ReceivedEventReader(EventLimits.DEFAULTS)
                    .batch("[" + json + "]", 1, Instant.parse("2026-03-05T00:00:00Z"))
                    .get(0);
            store.add(event, event.received());
        }
        Feed feed = new Feed(store, clock);
        SoftAssertions softly = new SoftAssertions();
        for (JsonNode question : answers.get("cases")) {
            String json = question.get("filter").toString();
            FeedFilter filter = FeedFilter.of(PythonJson.parse(json), feed.now());
            List<Long> expected = new ArrayList<>();
            question.get("events").forEach(number -> expected.add(number.asLong()));
            softly.assertThat(pages(feed, filter)).as(json).isEqualTo(expected);
            if (question.has("count")) {
                JsonNode count = question.get("count");
                String what = count.get("by") + " " + count.get("unit") + count.get("interval") + " " + json;
                softly.assertThat(count(feed, filter, count)).as(what).isEqualTo(countAnswer(count));
            }
        }
        softly.assertAll();
    }

    /** The places of the events in the file, which are in their ids. */
    private static List<Long> pages(Feed feed, FeedFilter filter) throws BadPageTokenException {
        List<Long> shown = new ArrayList<>();
        Optional<FeedPage> page = Optional.of(feed.first(1, filter, 16));
        while (page.isPresent()) {
            page.get().events().forEach(event -> shown.add(event.id().getLeastSignificantBits() - 1));
            Optional<String> next = page.get().next();
            page = next.isPresent() ? Optional.of(feed.next(1, next.get())) : Optional.empty();
        }
        return shown;
    }

    private static String count(Feed feed, FeedFilter filter, JsonNode count) {
        try {
            return new String(
                    FeedJson.counts(feed.countBy(
                            1,
                            Countable.named(count.get("by").asText()).orElseThrow(),
                            filter,
                            TimeUnit.named(count.get("unit").asText()).orElseThrow(),
                            count.get("interval").asDouble())),
                    StandardCharsets.UTF_8);
        } catch (InvalidCountException e) {
            return e.getMessage().replaceAll("\\D*(\\d+ buckets).*", "$1");
        }
    }

    private static String countAnswer(JsonNode count) throws IOException {
        return count.has("buckets")
                ? count.get("buckets") + " buckets"
                : MAPPER.writeValueAsString(count.get("answer"));
    }
}
