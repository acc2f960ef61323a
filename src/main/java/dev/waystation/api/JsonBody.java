package dev.waystation.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Locale;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Reads a request's body that must be one JSON object. */
final class JsonBody {

    /** In bytes. The largest subscription has 10,000 jobs, a template and headers, and fits in well. */
    private static final int LARGEST = 1 << 20;

    private JsonBody() {}

    /** The object; an empty body is none. */
    static JsonNode read(Exchange exchange) throws ApiException {
        JsonNode json = readOptional(exchange);
        if (json == null) {
            throw new ApiException(400, "The body is empty; a JSON object was expected.");
        }
        return json;
    }

    /** The object, or null when the body is empty. */
    static JsonNode readOptional(Exchange exchange) throws ApiException {
        Message message = exchange.getMessage();
        checkType(message.getHeader(Exchange.CONTENT_TYPE, String.class));
        byte[] body = message.getBody(byte[].class);
        if (body == null || body.length == 0) {
            return null;
        }
        if (body.length > LARGEST) {
            throw new ApiException(413, "The body has " + body.length + " bytes, at most " + LARGEST + " are taken.");
        }
        try {
            JsonNode json = Replies.JSON.readTree(body);
            if (json != null && json.isObject()) {
                return json;
            }
        } catch (StreamConstraintsException e) {
            // It has no place, and its message names classes.
            throw new ApiException(
                    400, "The body is nested deeper than JSON is read here, or something in it is too long.");
        } catch (JsonProcessingException e) {
            throw new ApiException(
                    400,
                    "The body is not JSON: " + JsonErrors.sentence(e) + " (line "
                            + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr() + ").");
        } catch (IOException e) {
            throw new ApiException(400, "The body cannot be read.");
        }
        throw new ApiException(400, "The body is JSON, but not an object.");
    }

    private static void checkType(String contentType) throws ApiException {
        if (contentType == null || contentType.isBlank()) {
            return;
        }
        int end = contentType.indexOf(';');
        String type =
                (end < 0 ? contentType : contentType.substring(0, end)).trim().toLowerCase(Locale.ROOT);
        if (!type.equals("application/json") && !type.endsWith("+json")) {
            throw new ApiException(
                    415,
                    "The Content-Type is '" + ApiPath.shown(type)
                            + "', expected application/json. With curl, add -H 'Content-Type: application/json'.");
        }
    }
}
