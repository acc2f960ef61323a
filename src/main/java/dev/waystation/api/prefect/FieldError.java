package dev.waystation.api.prefect;

import dev.waystation.api.ApiPath;
import java.util.ArrayList;
import java.util.List;

/**
 * One thing wrong with a request, as an entry of Prefect Cloud's {@code detail}.
 *
 * @param location the way to it: {@code body}, then names as text and places in lists as integers from 0
 * @param type a short code in the words of pydantic: {@code missing}, {@code string_type}, …
 * @param message what was expected, for people
 * @param line the line of a template, from 1; 0 when there is none
 */
record FieldError(List<Object> location, String type, String message, int line) {

    FieldError {
        location = List.copyOf(location);
    }

    FieldError(List<Object> location, String type, String message) {
        this(location, type, message, 0);
    }

    /** Of a field that is written as {@code secrets[0].secret}, somewhere within the body. */
    static FieldError at(List<Object> within, String path, String message, int line) {
        List<Object> location = new ArrayList<>(within);
        for (String step : path.split("[.\\[]")) {
            // A name that somebody made up may look like anything.
            location.add(
                    step.matches("\\d{1,4}]")
                            ? (Object) Integer.valueOf(step.substring(0, step.length() - 1))
                            : ApiPath.shown(step));
        }
        return new FieldError(location, "value_error", message, line);
    }
}
