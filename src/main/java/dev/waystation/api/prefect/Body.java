package dev.waystation.api.prefect;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.waystation.api.ApiException;
import dev.waystation.api.ApiPath;
import dev.waystation.api.JsonErrors;
import dev.waystation.api.Replies;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.apache.camel.Exchange;

/** Reads a request's body. As in Prefect, a body without a Content-Type is JSON, and one that is not JSON is a 422. */
final class Body {

    private static final ObjectReader READER =
            Replies.JSON.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private Body() {}

    /** The value; an empty body is none, and is answered with 422. */
    static JsonNode read(Exchange exchange) throws ApiException {
        JsonNode json = readOptional(exchange);
        if (json.isMissingNode()) {
            throw new InvalidRequestException(
                    new FieldError(List.of("body"), "missing", "The body is empty; JSON was expected."));
        }
        return json;
    }

    /** The value, or the missing node when the body is empty. */
    static JsonNode readOptional(Exchange exchange) throws ApiException {
        byte[] body = exchange.getMessage().getBody(byte[].class);
        if (body == null || body.length == 0) {
            return MissingNode.getInstance();
        }
        checkType(exchange.getMessage().getHeader(Exchange.CONTENT_TYPE, String.class));
        try {
            return READER.readTree(body);
        } catch (StreamConstraintsException e) {
            // It has no place, and its message names classes.
            throw invalid(0, "it is nested deeper than is read here, or something in it is too long");
        } catch (JacksonException e) {
            long offset =
                    Math.max(0, e.getLocation() == null ? 0 : e.getLocation().getByteOffset());
            throw invalid(offset, JsonErrors.sentence(e));
        } catch (IOException e) {
            throw new ApiException(400, "The body cannot be read.");
        }
    }

    private static InvalidRequestException invalid(long offset, String why) {
        return new InvalidRequestException(
                new FieldError(List.of("body", (int) offset), "json_invalid", "The body is not JSON: " + why));
    }

    private static void checkType(String contentType) throws ApiException {
        if (contentType == null || contentType.isBlank()) {
            return;
        }
        String type = contentType.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
        if (!type.equals("application/json") && !type.endsWith("+json")) {
            throw new ApiException(
                    415,
                    "The Content-Type is '" + ApiPath.shown(type)
                            + "', expected application/json. With curl, add -H 'Content-Type: application/json'.");
        }
    }
}
