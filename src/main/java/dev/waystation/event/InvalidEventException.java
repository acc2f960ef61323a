package dev.waystation.event;

import java.util.List;

/**
 * What was sent is not what was expected, and none of it is taken. The message is made to be shown to the sender.
 *
 * <p>It is a checked exception because bad input is an everyday outcome, which every caller has to turn into an answer. It
 * has no stack trace: the fault lies in the input, and no trace may reach a caller.
 */
public class InvalidEventException extends Exception {
    private static final long serialVersionUID = 1L;

    /** How many problems are told at most; reading ends at the last of them. */
    public static final int MAX_PROBLEMS = 20;

    private final transient List<Problem> problems;

    /** @param problems at least one */
    public InvalidEventException(List<Problem> problems) {
        super(message(problems), null, false, false);
        this.problems = List.copyOf(problems);
    }

    /** What is wrong, in the order of the body; 1 to {@link #MAX_PROBLEMS} of them. */
    public List<Problem> problems() {
        return problems;
    }

    private static String message(List<Problem> problems) {
        String first = problems.get(0).sentence();
        if (problems.get(0).index() >= 0 || problems.get(0).field().isEmpty()) {
            first = Character.toUpperCase(first.charAt(0)) + first.substring(1);
        }
        int more = problems.size() - 1;
        String rest = more == 0
                ? ""
                : " (and "
                        + (problems.size() >= MAX_PROBLEMS ? "at least " : "")
                        + more
                        + (more == 1 ? " more problem)" : " more problems)");
        return first + rest + ".";
    }
}
