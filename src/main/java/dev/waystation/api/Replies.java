package dev.waystation.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Replies as JSON; those of {@link #success} and {@link #failure} in dbt Cloud's envelope, as its Admin API v3 documents it. */
public final class Replies {

    /** Reads and writes trees of JSON. */
    public static final JsonMapper JSON = JsonMapper.builder().build();

    private Replies() {}

    /** A success: {@code {"data":…,"status":{"code":…}}}. */
    static ObjectNode success(int code, JsonNode data) {
        ObjectNode reply = JSON.createObjectNode();
        reply.set("data", data);
        reply.putObject("status").put("code", code);
        return reply;
    }

    /** A failure; {@code data} is null. */
    static ObjectNode failure(int code, String userMessage) {
        ObjectNode reply = JSON.createObjectNode();
        reply.putNull("data");
        reply.putObject("status")
                .put("code", code)
                .put("is_success", false)
                .put("user_message", userMessage)
                .put("developer_message", "");
        return reply;
    }

    static String text(JsonNode json) {
        try {
            return JSON.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON could not be written", e);
        }
    }

    /** Makes the reply what the exchange answers. Nothing of the request's headers goes back. */
    public static void send(Exchange exchange, int code, JsonNode reply) {
        send(exchange, code, text(reply));
    }

    /** As {@link #send(Exchange, int, JsonNode)}, of JSON that is written already. */
    public static void send(Exchange exchange, int code, String json) {
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, code);
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        // As text: platform-http writes text at once, but pumps bytes through a stream and a second thread.
        message.setBody(json);
    }

    /** Answers with a status alone, such as 204. */
    public static void sendNothing(Exchange exchange, int code) {
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, code);
        message.setBody(null);
    }
}
