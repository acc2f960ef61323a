package dev.waystation.feed;

import dev.waystation.event.received.EventProblem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the body of {@code POST …/events/count-by/…} asks for: an object with {@code filter}, which has to be there, {@code
 * time_unit}, by default {@code day}, and {@code time_interval}, by default 1 and at least 0.01. Other fields are passed over.
 */
public record CountRequest(FeedFilter filter, TimeUnit unit, double interval) {

    /**
     * Reads a body.
     *
     * @param body JSON; null or blank is a body that was left out, and lacks the filter
     * @param now stands in for times that are not given
     * @throws InvalidFeedRequestException when anything in it is wrong; locations begin with {@code body}
     */
    public static CountRequest of(String body, Instant now) throws InvalidFeedRequestException {
        List<EventProblem> problems = new ArrayList<>();
        Object json = RequestBody.parse(body);
        Map<?, ?> fields = RequestBody.fields(json, problems);
        if (problems.isEmpty() && fields.get("filter") == null) {
            RequestBody.problem(problems, "filter", "missing", "is missing; {} counts every event");
        }
        FeedFilter filter = RequestBody.filter(fields, now, problems);
        TimeUnit unit = unit(fields, problems);
        double interval = interval(fields, problems);
        if (!problems.isEmpty()) {
            throw new InvalidFeedRequestException(problems, json);
        }
        return new CountRequest(filter, unit, interval);
    }

    private static TimeUnit unit(Map<?, ?> fields, List<EventProblem> problems) {
        Object given = fields.containsKey("time_unit") ? fields.get("time_unit") : "day";
        Optional<TimeUnit> unit = given instanceof String name ? TimeUnit.named(name) : Optional.empty();
        if (unit.isEmpty()) {
            RequestBody.problem(problems, "time_unit", "enum", "must be week, day, hour, minute or second");
        }
        return unit.orElse(TimeUnit.DAY);
    }

    private static double interval(Map<?, ?> fields, List<EventProblem> problems) {
        if (!fields.containsKey("time_interval")) {
            return 1;
        }
        Double interval = RequestBody.number(fields.get("time_interval"));
        if (interval == null) {
            RequestBody.problem(problems, "time_interval", "float_type", "must be a number");
        } else if (interval < TimeBuckets.SHORTEST) {
            RequestBody.problem(problems, "time_interval", "greater_than_equal", "must be at least 0.01");
        } else {
            return interval;
        }
        return 1;
    }
}
