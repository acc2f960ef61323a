package dev.waystation.feed;

import dev.waystation.event.received.EventProblem;
import dev.waystation.event.received.PythonJson;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What the bodies of the feed's requests have in common. */
final class RequestBody {

    private RequestBody() {}

    /** The body as parsed JSON; null if there is none. */
    static Object parse(String body) throws InvalidFeedRequestException {
        if (body == null || body.isBlank()) {
            return null;
        }
        try {
            return PythonJson.parse(body);
        } catch (PythonJson.NotJson e) {
            throw new InvalidFeedRequestException(
                    List.of(new EventProblem(List.of("body"), "json_invalid", "is not JSON: " + e.getMessage())), body);
        }
    }

    static Map<?, ?> fields(Object json, List<EventProblem> problems) {
        if (json == null) {
            return Map.of();
        }
        if (json instanceof Map<?, ?> fields) {
            return fields;
        }
        problems.add(new EventProblem(List.of("body"), "model_attributes_type", "must be an object"));
        return Map.of();
    }

    static FeedFilter filter(Map<?, ?> fields, Instant now, List<EventProblem> problems) {
        Object filter = fields.get("filter");
        return filter == null
                ? FeedFilter.everything(now)
                : new FilterReader(problems, now).filter(filter, List.of("body", "filter"));
    }

    /** The number that a value is, also one in quotes; null if it is none. */
    static Double number(Object value) {
        try {
            Double number =
                    value instanceof Number || value instanceof String ? Double.valueOf(value.toString()) : null;
            return number == null || !Double.isFinite(number) ? null : number;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    static void problem(List<EventProblem> problems, String field, String type, String message) {
        problems.add(new EventProblem(List.of("body", field), type, message));
    }
}
