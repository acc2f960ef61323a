package dev.waystation.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The OpenAPI document, and as much of JSON Schema as it uses. Stricter than the standard in one thing: a field that the
 * document does not know is an error, because it should be in there.
 */
final class OpenApi {

    static final List<String> METHODS = List.of("get", "put", "post", "delete", "patch");

    private static final OpenApi THE_ONE = new OpenApi();

    private final JsonNode document;

    private OpenApi() {
        try (InputStream in = ApiDocument.class.getResourceAsStream("openapi.json")) {
            document = ApiServer.JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static OpenApi get() {
        return THE_ONE;
    }

    JsonNode document() {
        return document;
    }

    /** The operations as {@code GET /path/{with}/{parameters}}. */
    Map<String, JsonNode> operations() {
        Map<String, JsonNode> operations = new java.util.TreeMap<>();
        document.get("paths").properties().forEach(path -> path.getValue().properties().stream()
                .filter(operation -> METHODS.contains(operation.getKey()))
                .forEach(operation -> operations.put(
                        operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(), operation.getValue())));
        return operations;
    }

    JsonNode schema(String name) {
        return document.at("/components/schemas/" + name);
    }

    /** Holds a reply against the document, if the document has the path and the method. */
    void check(String method, String path, int status, JsonNode reply) {
        String bare = path.replaceFirst("\\?.*", "").replaceFirst("(.)/+$", "$1");
        boolean literal = document.get("paths")
                .has(bare.replaceFirst("/accounts/[^/]+", "/accounts/{account}")
                        .replaceFirst("/workspaces/[^/]+", "/workspaces/{workspace}"));
        operations().forEach((name, operation) -> {
            String template = name.substring(name.indexOf(' ') + 1);
            if (literal && template.endsWith("}")) {
                return;
            }
            if (!name.startsWith(method + " ") || !Pattern.matches(template.replaceAll("\\{[a-z]+}", "[^/]+"), bare)) {
                return;
            }
            JsonNode responses = operation.get("responses");
            String key = responses.has(Integer.toString(status)) ? Integer.toString(status) : "default";
            assertThat(status >= 400 || !key.equals("default"))
                    .as("%s: the document has no reply with status %s", name, status)
                    .isTrue();
            JsonNode schema =
                    responses.get(key).get("content").get("application/json").get("schema");
            assertThat(problems(schema, reply))
                    .as("%s %s: %s", method, path, reply)
                    .isEmpty();
        });
    }

    /** What is wrong with a value, by place. */
    List<String> problems(JsonNode schema, JsonNode value) {
        List<String> problems = new ArrayList<>();
        check(schema, value, "$", problems);
        return problems;
    }

    private JsonNode resolved(JsonNode schema) {
        return schema.has("$ref") ? document.at(schema.get("$ref").asText().substring(1)) : schema;
    }

    private void check(JsonNode given, JsonNode value, String place, List<String> problems) {
        JsonNode schema = resolved(given);
        if (value == null) {
            problems.add(place + " is missing");
            return;
        }
        Set<String> types = types(schema);
        if (!types.isEmpty() && types.stream().noneMatch(type -> isOfType(value, type))) {
            problems.add(place + " is " + value.getNodeType() + ", not " + types);
            return;
        }
        if (schema.has("enum") && !contains(schema.get("enum"), value)) {
            problems.add(place + " is " + value + ", not one of " + schema.get("enum"));
        }
        if (schema.has("pattern")
                && !Pattern.compile(schema.get("pattern").asText())
                        .matcher(value.asText())
                        .find()) {
            problems.add(place + " is " + value + ", which does not match " + schema.get("pattern"));
        }
        if (value.isArray() && schema.has("items")) {
            for (int i = 0; i < value.size(); i++) {
                check(schema.get("items"), value.get(i), place + "[" + i + "]", problems);
            }
        }
        if (value.isObject()) {
            checkObject(schema, value, place, problems);
        }
    }

    private void checkObject(JsonNode schema, JsonNode value, String place, List<String> problems) {
        Map<String, JsonNode> properties = new java.util.LinkedHashMap<>();
        Set<String> required = new LinkedHashSet<>();
        collect(schema, properties, required);
        required.stream()
                .filter(name -> !value.has(name))
                .forEach(name -> problems.add(place + "." + name + " is missing"));
        value.properties().forEach(field -> {
            String at = place + "." + field.getKey();
            if (properties.containsKey(field.getKey())) {
                check(properties.get(field.getKey()), field.getValue(), at, problems);
            } else if (schema.has("additionalProperties")) {
                check(schema.get("additionalProperties"), field.getValue(), at, problems);
            } else if (!properties.isEmpty()) {
                problems.add(at + " is not in the document");
            }
        });
    }

    /** The fields of an object, also those that {@code allOf} brings in. */
    void collect(JsonNode given, Map<String, JsonNode> properties, Set<String> required) {
        JsonNode schema = resolved(given);
        schema.path("allOf").forEach(part -> collect(part, properties, required));
        schema.path("properties").properties().forEach(p -> properties.put(p.getKey(), p.getValue()));
        schema.path("required").forEach(name -> required.add(name.asText()));
    }

    static Set<String> types(JsonNode schema) {
        Set<String> types = new LinkedHashSet<>();
        JsonNode type = schema.path("type");
        if (type.isTextual()) {
            types.add(type.asText());
        }
        type.forEach(one -> types.add(one.asText()));
        return types;
    }

    private static boolean isOfType(JsonNode value, String type) {
        return switch (type) {
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "boolean" -> value.isBoolean();
            case "array" -> value.isArray();
            case "object" -> value.isObject();
            case "null" -> value.isNull();
            default -> throw new AssertionError("the document uses the type " + type);
        };
    }

    private static boolean contains(JsonNode list, JsonNode value) {
        for (JsonNode one : list) {
            if (one.equals(value)) {
                return true;
            }
        }
        return false;
    }
}
