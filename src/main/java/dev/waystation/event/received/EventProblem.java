package dev.waystation.event.received;

import java.util.List;
import java.util.regex.Pattern;

/**
 * One thing wrong with an event.
 *
 * @param location the way to the field: names as text, places in lists as integers from 0; empty for the event itself
 * @param type a short code in the words of Prefect's server: {@code missing}, {@code string_type}, {@code value_error}, …
 * @param message what was expected, for people
 */
public record EventProblem(List<Object> location, String type, String message) {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    public EventProblem {
        location = List.copyOf(location);
    }

    /** The field as one would write it in a template: {@code related[2]["prefect.resource.role"]}. */
    public String path() {
        StringBuilder path = new StringBuilder();
        for (Object step : location) {
            if (step instanceof Integer) {
                path.append('[').append(step).append(']');
            } else if (PLAIN.matcher(step.toString()).matches()) {
                path.append(path.isEmpty() ? "" : ".").append(step);
            } else {
                path.append("[\"").append(step).append("\"]");
            }
        }
        return path.isEmpty() ? "the event" : path.toString();
    }

    @Override
    public String toString() {
        return path() + " " + message;
    }
}
