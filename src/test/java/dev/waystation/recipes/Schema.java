package dev.waystation.recipes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.waystation.testing.Received;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Set;

/** What a target documents about the requests that it takes, as a JSON Schema in {@code src/test/resources/recipes}. */
final class Schema {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonSchema schema;

    private Schema(JsonSchema schema) {
        this.schema = schema;
    }

    /** The schema in a file of that directory. */
    static Schema of(String file) {
        try (InputStream in = Schema.class.getResourceAsStream("/recipes/" + file)) {
            return new Schema(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(JSON.readTree(in)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The body of a request, which must be what the target takes. */
    JsonNode check(Received request) {
        try {
            JsonNode body = JSON.readTree(request.body());
            String complaint = complaint(body);
            if (complaint != null) {
                throw new AssertionError("the target would refuse " + request.text() + "\nbecause " + complaint);
            }
            return body;
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + request.text(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Why the target would not take it, or null. */
    String complaint(JsonNode body) {
        Set<ValidationMessage> complaints =
                schema.validate(body, context -> context.getExecutionConfig().setFormatAssertionsEnabled(true));
        return complaints.isEmpty() ? null : complaints.toString();
    }
}
