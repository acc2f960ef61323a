package dev.waystation.event.received;

import java.util.List;
import java.util.stream.Collectors;

/** What was offered is no event. Names every field that is wrong; the message names the first few. */
public final class InvalidReceivedEventException extends Exception {

    private static final long serialVersionUID = 1L;
    private static final int SHOWN = 5;

    private final transient List<EventProblem> problems;

    InvalidReceivedEventException(List<EventProblem> problems) {
        super(text(problems), null, false, false);
        this.problems = List.copyOf(problems);
    }

    private static String text(List<EventProblem> problems) {
        String shown =
                problems.stream().limit(SHOWN).map(EventProblem::toString).collect(Collectors.joining("; "));
        return problems.size() > SHOWN ? shown + "; and " + (problems.size() - SHOWN) + " more" : shown;
    }

    /** All problems in the order of the fields, at least one. */
    public List<EventProblem> problems() {
        return problems == null ? List.of() : problems;
    }
}
