package dev.waystation.api;

import java.util.Locale;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/** Refuses bodies that are too large, and content types that no run event has. */
public final class CheckIngest implements Processor {

    private static final Set<String> TYPES =
            Set.of("application/json", "application/x-ndjson", "application/ndjson", "application/jsonl", "text/plain");

    private final int largestBody;

    /** @param largestBody in bytes */
    public CheckIngest(int largestBody) {
        this.largestBody = largestBody;
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        Message message = exchange.getMessage();
        String contentType = message.getHeader(Exchange.CONTENT_TYPE, String.class);
        if (contentType != null && !TYPES.contains(mediaType(contentType))) {
            throw new ApiException(
                    415,
                    "The Content-Type is '" + mediaType(contentType)
                            + "', expected application/json (an object or an array) or application/x-ndjson (an object a line).");
        }
        byte[] body = message.getBody() == null ? new byte[0] : message.getMandatoryBody(byte[].class);
        if (body.length > largestBody) {
            throw new ApiException(
                    413, "The body has " + body.length + " bytes, at most " + largestBody + " are taken.");
        }
        message.setBody(body);
    }

    private static String mediaType(String contentType) {
        int end = contentType.indexOf(';');
        return (end < 0 ? contentType : contentType.substring(0, end)).trim().toLowerCase(Locale.ROOT);
    }
}
