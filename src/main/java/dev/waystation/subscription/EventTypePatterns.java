package dev.waystation.subscription;

import dev.waystation.event.EventTypes;

/**
 * What a subscription can say about the events that it wants: the name of a run event, the name of a received event, or
 * the beginning of names with {@code *} at the end. Pure functions; safe for use by several threads.
 */
public final class EventTypePatterns {

    /** Characters of a name. */
    public static final int LONGEST = 200;

    /** Names under which only dbt Cloud's own exist, so that a slip of the pen is told at once. */
    private static final String OF_RUNS = "job.run.";

    private EventTypePatterns() {}

    /** What would have been right, or null when the pattern is. */
    public static String expectedInsteadOf(String pattern) {
        if (pattern.isEmpty()
                || pattern.length() > LONGEST
                || pattern.codePoints().anyMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c))) {
            return "the name of an event type: 1 to " + LONGEST + " characters without white space";
        }
        int star = pattern.indexOf('*');
        if (star >= 0 && star < pattern.length() - 1) {
            return "'*' at the end only, where it stands for the rest of the name";
        }
        String prefix = star < 0 ? pattern : pattern.substring(0, star);
        if (prefix.startsWith(OF_RUNS)
                && EventTypes.RUN.stream().noneMatch(star < 0 ? prefix::equals : t -> t.startsWith(prefix))) {
            return "one of " + EventTypes.RUN.stream().sorted().toList();
        }
        return null;
    }
}
