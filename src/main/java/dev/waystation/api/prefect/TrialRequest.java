package dev.waystation.api.prefect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.waystation.api.Replies;
import dev.waystation.receive.RawRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The request of a dry run, as its caller describes it. */
final class TrialRequest {

    private static final int LONGEST_METHOD = 20;
    private static final int LONGEST_BODY = 16 << 20;

    private TrialRequest() {}

    /**
     * Reads {@code method} (POST unless given), {@code headers} (a text or a list of texts for each name) and {@code body}:
     * a text is sent as it is, any other JSON as JSON, with that Content-Type unless the headers have one.
     *
     * @param fields null for no request
     */
    static RawRequest read(Fields fields) {
        if (fields == null) {
            return null;
        }
        String method = fields.text("method", LONGEST_METHOD, "POST");
        List<RawRequest.Header> headers = headers(fields);
        JsonNode body = fields.raw("body");
        String text = "";
        if (body != null && body.isTextual()) {
            text = fields.text("body", LONGEST_BODY, "");
        } else if (body != null && !body.isNull()) {
            text = body.toString();
            if (headers.stream().noneMatch(header -> header.name().equalsIgnoreCase("Content-Type"))) {
                headers.add(new RawRequest.Header("Content-Type", "application/json"));
            }
        }
        fields.refuseOthers();
        return new RawRequest(method, headers, text.getBytes(StandardCharsets.UTF_8), null);
    }

    private static List<RawRequest.Header> headers(Fields fields) {
        List<RawRequest.Header> headers = new ArrayList<>();
        JsonNode json = fields.raw("headers");
        if (json == null || json.isNull()) {
            return headers;
        }
        if (!json.isObject()) {
            fields.wrong("headers", "dict_type", "An object of names and values was expected");
            return headers;
        }
        json.properties().forEach(header -> {
            JsonNode values = header.getValue().isArray()
                    ? header.getValue()
                    : Replies.JSON.createArrayNode().add(header.getValue());
            for (JsonNode value : values) {
                if (value.isTextual()) {
                    headers.add(new RawRequest.Header(header.getKey(), value.textValue()));
                } else {
                    fields.wrong("headers", "string_type", "Each value is a text, or a list of texts");
                }
            }
        });
        return headers;
    }
}
