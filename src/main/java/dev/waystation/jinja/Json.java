package dev.waystation.jinja;

import dev.waystation.jinja.value.JsonReader;
import dev.waystation.jinja.value.PyError;

/** JSON as Python's {@code json} module reads it, which is what templates expect of a request's body. */
public final class Json {
    private Json() {}

    /**
     * Reads a JSON text. Ints are exact whatever their size, the last of duplicate keys wins, and {@code NaN},
     * {@code Infinity} and {@code -Infinity} are numbers.
     *
     * @return null, Boolean, Long, {@link java.math.BigInteger} (only beyond a long), Double, String, List or Map with
     *     its keys in order
     * @throws IllegalArgumentException with line and column if it is not JSON, or nested more than 500 deep
     */
    public static Object parse(String text) {
        try {
            return JsonReader.read(text);
        } catch (PyError e) {
            throw new IllegalArgumentException(e.getMessage());
        }
    }
}
