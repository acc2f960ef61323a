package dev.waystation.api.prefect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.waystation.api.ApiPath;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Reads the fields of a JSON object and gathers what is wrong with them, so that a caller is told all of it at once. A
 * field that cannot be read gives a stand-in; {@link #check()} then refuses the request.
 */
final class Fields {

    private final JsonNode json;
    private final List<Object> place;
    private final List<FieldError> errors;
    private final Set<String> asked = new HashSet<>();

    private Fields(JsonNode json, List<Object> place, List<FieldError> errors) {
        this.json = json;
        this.place = place;
        this.errors = errors;
        if (!json.isObject()) {
            errors.add(new FieldError(place, "dict_type", "A JSON object was expected"));
        }
    }

    /** Of a request's body. */
    static Fields of(JsonNode body) {
        return new Fields(body, List.of("body"), new ArrayList<>());
    }

    /** The fields of an object in this one; null when it is not there, or null. */
    Fields inside(String name) {
        return isSet(name) ? new Fields(json.get(name), at(name), errors) : null;
    }

    /** Whether the field is there, null or not. */
    boolean has(String name) {
        asked.add(name);
        return json.has(name);
    }

    /** Whether the field is there and is not null. */
    boolean isSet(String name) {
        return has(name) && !json.get(name).isNull();
    }

    /** The field as it is; null when it is not there. */
    JsonNode raw(String name) {
        asked.add(name);
        return json.get(name);
    }

    /** A text that must be there. */
    String text(String name, int longest) {
        if (!has(name) && json.isObject()) {
            wrong(name, "missing", "This field is needed");
            return "";
        }
        return text(name, longest, "");
    }

    /** A text of at most so many characters (code points). */
    String text(String name, int longest, String otherwise) {
        JsonNode value = raw(name);
        if (value == null) {
            return otherwise;
        }
        if (!value.isTextual()) {
            wrong(name, "string_type", "A text was expected");
            return otherwise;
        }
        String text = value.textValue();
        int length = text.codePointCount(0, text.length());
        if (length > longest) {
            wrong(name, "string_too_long", "It has " + length + " characters, at most " + longest + " are taken");
        } else if (text.codePoints().anyMatch(Fields::unstorable)) {
            wrong(name, "value_error", "It holds U+0000 or half of a surrogate pair, which no store takes");
        }
        return text;
    }

    private static boolean unstorable(int c) {
        return c == 0 || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    }

    /** True, false, or null when it is not there. */
    Boolean flag(String name) {
        JsonNode value = raw(name);
        if (value == null) {
            return null;
        }
        if (!value.isBoolean()) {
            wrong(name, "bool_type", "true or false was expected");
            return null;
        }
        return value.booleanValue();
    }

    /** A whole number within bounds. */
    int number(String name, int least, int most, int otherwise) {
        JsonNode value = raw(name);
        if (value == null) {
            return otherwise;
        }
        if (!value.isIntegralNumber()) {
            wrong(name, "int_type", "A whole number was expected");
        } else if (!value.canConvertToInt() || value.intValue() > most) {
            boolean low = value.canConvertToLong() && value.longValue() < least;
            wrong(name, low ? "greater_than_equal" : "less_than_equal", "A number from " + least + " to " + most);
        } else if (value.intValue() < least) {
            wrong(name, "greater_than_equal", "A number from " + least + " to " + most + " was expected");
        } else {
            return value.intValue();
        }
        return otherwise;
    }

    /** A UUID, or null when it is not there, or null. */
    UUID uuid(String name) {
        if (!isSet(name)) {
            return null;
        }
        UUID uuid = json.get(name).isTextual() ? uuidOf(json.get(name).textValue()) : null;
        if (uuid == null) {
            wrong(name, "uuid_parsing", "A UUID was expected");
        }
        return uuid;
    }

    /** The UUID, or null when the text is none. Java's own reading lets too much pass. */
    static UUID uuidOf(String text) {
        boolean canonical = text.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
        return canonical ? UUID.fromString(text) : null;
    }

    /** Notes what is wrong with a field. */
    void wrong(String name, String type, String message) {
        errors.add(new FieldError(at(name), type, message));
    }

    /** The way to a field. */
    List<Object> at(String name) {
        List<Object> at = new ArrayList<>(place);
        at.add(name);
        return at;
    }

    /** Notes every field that nobody asked for. */
    void refuseOthers() {
        json.fieldNames().forEachRemaining(name -> {
            if (!asked.contains(name)) {
                errors.add(new FieldError(at(ApiPath.shown(name)), "extra_forbidden", "There is no such field here"));
            }
        });
    }

    /** @throws InvalidRequestException if anything is wrong */
    void check() {
        if (!errors.isEmpty()) {
            throw new InvalidRequestException(errors);
        }
    }
}
