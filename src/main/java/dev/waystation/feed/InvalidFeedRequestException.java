package dev.waystation.feed;

import dev.waystation.event.received.EventProblem;
import java.util.List;
import java.util.stream.Collectors;

/** A request to the feed that is not as it should be. Its message names every problem; none of them is a secret. */
public final class InvalidFeedRequestException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<EventProblem> problems;
    private final transient Object request;

    InvalidFeedRequestException(List<EventProblem> problems, Object request) {
        super(problems.stream().map(EventProblem::toString).collect(Collectors.joining("; ")), null, false, false);
        this.problems = List.copyOf(problems);
        this.request = request;
    }

    /** What is wrong; at least one. */
    public List<EventProblem> problems() {
        return problems;
    }

    /** The request as parsed JSON, or as text when it is not JSON: for {@link ProblemJson}, not for logs. */
    public Object request() {
        return request;
    }
}
