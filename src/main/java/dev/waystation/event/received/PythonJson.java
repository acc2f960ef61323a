package dev.waystation.event.received;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads JSON as Python's {@code json.loads} does, since templates are written with its values in mind: any value at the top,
 * integers exact at any size, NaN and Infinity allowed, the last of equal keys wins at the place of the first.
 *
 * <p>Values are {@code Map<String, Object>} and {@code List<Object>} (both unmodifiable, in order), {@code String}, {@code
 * Long} or {@code BigInteger}, {@code Double}, {@code Boolean} and null. Depth is at most {@value #DEPTH}, an integer has
 * at most {@value #DIGITS} digits, as in Python; beyond that the text counts as not being JSON.
 */
public final class PythonJson {

    static final int DEPTH = 500;
    static final int DIGITS = 4300;

    /** Jackson also knows INF; Python does not. */
    private static final Set<String> NOT_FINITE = Set.of("NaN", "Infinity", "-Infinity");

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            // Keys come from strangers: a table of them shared by all parsers could be filled or made to collide.
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH)
                    .maxNumberLength(DIGITS)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private PythonJson() {}

    /** The text is not JSON. The message says why and where, without quoting more than a character of it. */
    public static final class NotJson extends Exception {
        private static final long serialVersionUID = 1L;

        NotJson(String message) {
            super(message, null, false, false);
        }
    }

    /**
     * The value that the text is.
     *
     * @throws NotJson when it is none
     */
    public static Object parse(String text) throws NotJson {
        try (JsonParser parser = FACTORY.createParser(text)) {
            if (parser.nextToken() == null) {
                throw new NotJson("it is empty");
            }
            Object value = value(parser);
            if (parser.nextToken() != null) {
                throw new NotJson("something follows the value" + at(parser.currentTokenLocation()));
            }
            return value;
        } catch (JsonProcessingException e) {
            throw new NotJson(e.getOriginalMessage().lines().findFirst().orElse("unreadable") + at(e.getLocation()));
        } catch (IOException impossible) {
            throw new NotJson("it cannot be read");
        }
    }

    private static String at(com.fasterxml.jackson.core.JsonLocation location) {
        return location == null ? "" : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    }

    private static Object value(JsonParser parser) throws IOException, NotJson {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> integer(parser.getText());
            case VALUE_NUMBER_FLOAT -> number(parser);
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            case VALUE_NULL -> null;
            default -> throw new NotJson("unexpected " + parser.currentToken());
        };
    }

    private static Map<String, Object> object(JsonParser parser) throws IOException, NotJson {
        Map<String, Object> map = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String key = parser.currentName();
            parser.nextToken();
            map.put(key, value(parser));
        }
        return Collections.unmodifiableMap(map);
    }

    private static List<Object> array(JsonParser parser) throws IOException, NotJson {
        List<Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            list.add(value(parser));
        }
        return Collections.unmodifiableList(list);
    }

    private static Number integer(String digits) {
        if (digits.length() <= 18) {
            return Long.valueOf(digits);
        }
        BigInteger big = new BigInteger(digits);
        return big.bitLength() < Long.SIZE ? (Number) big.longValue() : big;
    }

    private static Double number(JsonParser parser) throws IOException, NotJson {
        String text = parser.getText();
        boolean named = Character.isLetter(text.charAt(text.length() - 1));
        if (named && !NOT_FINITE.contains(text)) {
            throw new NotJson("unexpected " + text + at(parser.currentTokenLocation()));
        }
        return Double.valueOf(text);
    }
}
