package dev.waystation.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.camel.Exchange;

/** Which part of a list is asked for, as in dbt Cloud's API v3: {@code limit} and {@code offset}. */
record Page(int limit, int offset) {

    private static final int DEFAULT_LIMIT = 10;
    private static final int LARGEST_LIMIT = 100;

    static Page of(Exchange exchange) throws ApiException {
        return new Page(
                number(exchange, "limit", DEFAULT_LIMIT, 1, LARGEST_LIMIT),
                number(exchange, "offset", 0, 0, Integer.MAX_VALUE));
    }

    /** Answers with this part of a list that has {@code total} entries. */
    void send(Exchange exchange, ArrayNode data, int total) {
        ObjectNode reply = Replies.success(200, data);
        ObjectNode extra = reply.putObject("extra");
        extra.putObject("pagination").put("total_count", total).put("count", data.size());
        extra.putObject("filters").put("offset", offset).put("limit", limit);
        Replies.send(exchange, 200, reply);
    }

    private static int number(Exchange exchange, String name, int otherwise, int least, int most) throws ApiException {
        String text = exchange.getMessage().getHeader(name, String.class);
        if (text == null || text.isBlank()) {
            return otherwise;
        }
        try {
            int value = Integer.parseInt(text.trim());
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw new ApiException(
                400,
                "The parameter '" + name + "' is not usable: expected a whole number from " + least + " to " + most
                        + ".");
    }
}
