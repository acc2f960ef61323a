package dev.waystation.feed;

import dev.waystation.event.received.ReceivedEvent;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The feed's answers as JSON in UTF-8, as Prefect's events API gives them. */
public final class FeedJson {

    private FeedJson() {}

    /**
     * {@code {"events":[…],"total":…,"next_page":…}}. The events are put in byte for byte as they are stored.
     *
     * @param next the absolute URL that the next page is at, without a query; a client follows the link as it is, so behind a
     *     proxy this has to be the URL that the client knows
     */
    public static byte[] page(FeedPage page, String next) {
        String link = page.next()
                .map(token -> next + "?page-token=" + Feed.toParameter(token))
                .orElse(null);
        ByteArrayOutputStream bytes =
                new ByteArrayOutputStream(1024 * (page.events().size() + 1));
        bytes.writeBytes(ascii("{\"events\":["));
        boolean first = true;
        for (ReceivedEvent event : page.events()) {
            if (!first) {
                bytes.write(',');
            }
            first = false;
            bytes.writeBytes(event.body().stored());
        }
        bytes.writeBytes(ascii("],\"total\":" + page.total() + ",\"next_page\":"));
        bytes.writeBytes(ProblemJson.bytes(link));
        bytes.write('}');
        return bytes.toByteArray();
    }

    /** {@code [{"value":…,"label":…,"count":…,"start_time":…,"end_time":…},…]} */
    public static byte[] counts(List<EventCount> counts) {
        List<Map<String, Object>> list = new ArrayList<>(counts.size());
        for (EventCount count : counts) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("value", count.value());
            json.put("label", count.label());
            json.put("count", count.count());
            json.put("start_time", time(count.startTime()));
            json.put("end_time", time(count.endTime()));
            list.add(json);
        }
        return ProblemJson.bytes(list);
    }

    /** Whole seconds, or six digits of them. */
    private static String time(Instant time) {
        String text = time.truncatedTo(ChronoUnit.MICROS).toString();
        return time.getNano() % 1_000_000 == 0 && time.getNano() != 0 ? text.replace("Z", "000Z") : text;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
