package dev.waystation.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.temporal.Temporal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes parsed JSON, as Camel's data formats hand it over, back to bytes, so that there is one way of reading events. */
final class PlainValues {
    private PlainValues() {}

    /** @throws InvalidEventException if a value has no form in JSON, or is nested too deep */
    static byte[] toJson(Object value) throws InvalidEventException {
        JsonBytes out = new JsonBytes(640);
        write(value, -1, "", 0, out);
        return out.toByteArray();
    }

    private static void write(Object value, int index, String path, int depth, JsonBytes out)
            throws InvalidEventException {
        if (depth > RunEventReader.MAX_DEPTH) {
            throw invalid(index, path, "values nested at most " + RunEventReader.MAX_DEPTH + " deep", "more");
        }
        if (value == null) {
            out.ascii("null");
        } else if (value instanceof JsonNode node) {
            writeNode(node, index, path, depth, out);
        } else if (value instanceof Map<?, ?> map) {
            out.raw('{');
            boolean first = true;
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                first = comma(first, out);
                String name = String.valueOf(entry.getKey());
                out.string(name);
                out.raw(':');
                write(entry.getValue(), index, path.isEmpty() ? name : path + '.' + name, depth + 1, out);
            }
            out.raw('}');
        } else if (value instanceof Iterable<?> elements) {
            out.raw('[');
            boolean first = true;
            int elementIndex = 0;
            for (Object element : elements) {
                first = comma(first, out);
                write(element, depth == 0 ? elementIndex++ : index, path, depth + 1, out);
            }
            out.raw(']');
        } else if (value instanceof CharSequence
                || value instanceof Character
                || value instanceof Enum<?>
                || value instanceof Temporal) {
            out.string(value.toString());
        } else if (value instanceof Boolean) {
            out.ascii(value.toString());
        } else if (value instanceof Number number && isJsonNumber(number)) {
            out.ascii(number.toString());
        } else {
            throw invalid(
                    index,
                    path,
                    "a value that JSON has",
                    "a " + value.getClass().getSimpleName());
        }
    }

    private static void writeNode(JsonNode node, int index, String path, int depth, JsonBytes out)
            throws InvalidEventException {
        switch (node.getNodeType()) {
            case OBJECT -> {
                out.raw('{');
                boolean first = true;
                for (Map.Entry<String, JsonNode> entry : node.properties()) {
                    first = comma(first, out);
                    String name = entry.getKey();
                    out.string(name);
                    out.raw(':');
                    write(entry.getValue(), index, path.isEmpty() ? name : path + '.' + name, depth + 1, out);
                }
                out.raw('}');
            }
            case ARRAY -> {
                List<JsonNode> elements = new ArrayList<>(node.size());
                node.forEach(elements::add);
                write(elements, index, path, depth, out);
            }
            case STRING -> out.string(node.textValue());
            case NUMBER -> write(node.numberValue(), index, path, depth, out);
            case BOOLEAN -> out.ascii(node.asText());
            case NULL, MISSING -> out.ascii("null");
            case BINARY, POJO -> throw invalid(index, path, "a value that JSON has", "binary data or an object");
        }
    }

    private static boolean comma(boolean first, JsonBytes out) {
        if (!first) {
            out.raw(',');
        }
        return false;
    }

    private static boolean isJsonNumber(Number number) {
        if (number instanceof Double || number instanceof Float) {
            return Double.isFinite(number.doubleValue());
        }
        return number instanceof Integer
                || number instanceof Long
                || number instanceof Short
                || number instanceof Byte
                || number instanceof BigInteger
                || number instanceof BigDecimal;
    }

    private static InvalidEventException invalid(int index, String path, String expected, String found) {
        return new InvalidEventException(List.of(new Problem(index, Problems.cut(path), expected, found)));
    }
}
