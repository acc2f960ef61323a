package dev.waystation.event;

/**
 * One thing that is wrong with an event that someone sent.
 *
 * @param index the event's place in the array or among the lines, from 0; -1 when the body is a single object, or when
 *     the problem is the body as a whole
 * @param field the path of the field, such as {@code data.jobId}; empty when it is the event or the body as a whole
 * @param expected what would have been right, such as {@code "the job's id in decimal digits"}
 * @param found what was there instead; a value is cut to 40 characters, since it may hold an e-mail address
 */
public record Problem(int index, String field, String expected, String found) {

    /** One sentence without a full stop: where, what was expected, and what was found. */
    public String sentence() {
        StringBuilder text = new StringBuilder();
        if (index >= 0) {
            text.append("event ").append(index).append(field.isEmpty() ? "" : ", ");
        }
        text.append(field);
        if (!text.isEmpty()) {
            text.append(": ");
        }
        return text.append("expected ")
                .append(expected)
                .append(", found ")
                .append(found)
                .toString();
    }
}
