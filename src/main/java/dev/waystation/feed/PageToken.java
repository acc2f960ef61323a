package dev.waystation.feed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.waystation.event.received.PythonJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where the next page begins, as Prefect's server writes it: Base64 of a JSON object with {@code filter}, {@code count},
 * {@code page_size} and {@code offset}; and {@code account}, which Prefect's has not. In a link it is encoded a second time,
 * so that nothing in it has to be escaped in a query but the {@code =} at its end, which need not be.
 *
 * <p>A token is no secret and has no signature: it says nothing that its holder could not ask for, and whoever changes it
 * asks for something else within the same limits. It is good for its own account only, and the caller says which that is.
 *
 * @param filter with both times, so that all pages show the same span
 * @param count all events of the filter, counted for the first page
 * @param pageSize 1 to {@value Feed#LARGEST_PAGE}
 * @param offset how many events the pages before have shown
 */
record PageToken(long account, FeedFilter filter, long count, int pageSize, long offset) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    String encode() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("account", account);
        json.put("filter", filter.toJson());
        json.put("count", count);
        json.put("page_size", pageSize);
        json.put("offset", offset);
        try {
            return Base64.getEncoder().encodeToString(MAPPER.writeValueAsBytes(json));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a filter is always JSON", e);
        }
    }

    /** @throws BadPageTokenException also when it is a token of another account */
    static PageToken decode(String token, long account) throws BadPageTokenException {
        try {
            String text = new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8);
            if (PythonJson.parse(text) instanceof Map<?, ?> json && json.get("filter") instanceof Map<?, ?> filter) {
                PageToken read = new PageToken(
                        number(json, "account"),
                        // Its times are in it; this one would be used if they were not.
                        FeedFilter.of(filter, Instant.EPOCH),
                        number(json, "count"),
                        Math.toIntExact(number(json, "page_size")),
                        number(json, "offset"));
                if (read.account == account && read.isSound()) {
                    return read;
                }
            }
        } catch (IllegalArgumentException
                | ArithmeticException
                | PythonJson.NotJson
                | InvalidFeedRequestException notOurs) {
            // Why is of no use to anybody who has not made the token.
        }
        throw new BadPageTokenException();
    }

    private boolean isSound() {
        return offset >= 0 && offset <= count && pageSize >= 1 && pageSize <= Feed.LARGEST_PAGE;
    }

    private static long number(Map<?, ?> json, String field) {
        if (json.get(field) instanceof Long number) {
            return number;
        }
        throw new IllegalArgumentException(field);
    }
}
