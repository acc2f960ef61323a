package dev.waystation.feed;

import dev.waystation.event.received.EventProblem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the body of {@code POST …/events/filter} asks for: an object with {@code filter} and {@code limit}, both of which may
 * be left out, and so may the body. Other fields beside them are passed over, as Prefect's server does.
 */
public record FeedRequest(FeedFilter filter, int limit) {

    /**
     * Reads a body.
     *
     * @param body JSON; null or blank is a body that was left out
     * @param now stands in for times that are not given
     * @param largestPage the largest limit that is allowed: {@link Feed#PAGE} or {@link Feed#LARGEST_PAGE}
     * @throws InvalidFeedRequestException when anything in it is wrong; locations begin with {@code body}
     */
    public static FeedRequest of(String body, Instant now, int largestPage) throws InvalidFeedRequestException {
        List<EventProblem> problems = new ArrayList<>();
        Object json = RequestBody.parse(body);
        Map<?, ?> fields = RequestBody.fields(json, problems);
        FeedFilter filter = RequestBody.filter(fields, now, problems);
        int limit = limit(fields, largestPage, problems);
        if (!problems.isEmpty()) {
            throw new InvalidFeedRequestException(problems, json);
        }
        return new FeedRequest(filter, limit);
    }

    private static int limit(Map<?, ?> fields, int largest, List<EventProblem> problems) {
        if (!fields.containsKey("limit")) {
            return Math.min(Feed.PAGE, largest);
        }
        Double limit = RequestBody.number(fields.get("limit"));
        if (limit == null || limit != Math.rint(limit)) {
            RequestBody.problem(problems, "limit", "int_type", "must be an integer");
        } else if (limit < 0) {
            RequestBody.problem(problems, "limit", "greater_than_equal", "must be at least 0");
        } else if (limit > largest) {
            RequestBody.problem(problems, "limit", "less_than_equal", "must be at most " + largest);
        } else {
            return limit.intValue();
        }
        return 0;
    }
}
