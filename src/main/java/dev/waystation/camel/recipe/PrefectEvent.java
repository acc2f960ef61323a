package dev.waystation.camel.recipe;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.waystation.camel.EventHeaders;
import dev.waystation.camel.TargetException;
import dev.waystation.event.received.EventLimits;
import dev.waystation.event.received.ReceivedEvent;
import dev.waystation.event.received.RunEventAsReceived;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * A step that makes of the event in the body what Prefect's events API takes: an array of one event. A received event goes in
 * as it is, a run event as the feed shows it. The same event makes the same bytes each time, with the same id, by which
 * Prefect knows a repetition. One that the server would drop without a word is refused here, for good.
 *
 * <p>Holds no state; used by any number of threads.
 */
public final class PrefectEvent implements Processor {

    private static final JsonFactory JSON = new JsonFactory();

    /** Prefect's server drops what is larger, and answers 204 all the same. */
    private static final int LARGEST = EventLimits.DEFAULTS.sizeBytes();

    private static final int CONTENT_TOO_LARGE = 413;
    private static final int UNPROCESSABLE = 422;

    @Override
    public void process(Exchange exchange) throws IOException {
        Message message = exchange.getMessage();
        Long account = message.getHeader(EventHeaders.ACCOUNT_ID, Long.class);
        byte[] event = event(account == null ? 1 : account, message.getBody(byte[].class));
        if (event.length > LARGEST) {
            throw new TargetException(
                    "not sent: the event has " + event.length + " bytes in Prefect's form; its server takes at most "
                            + LARGEST + ", and drops larger ones without telling",
                    CONTENT_TOO_LARGE,
                    null);
        }
        ByteArrayOutputStream array = new ByteArrayOutputStream(event.length + 2);
        array.write('[');
        array.writeBytes(event);
        array.write(']');
        message.setBody(array.toByteArray());
    }

    private static byte[] event(long account, byte[] body) {
        try {
            byte[] run = withoutWebhook(body);
            if (run == null) {
                return ReceivedEvent.fromJson(account, body).body().stored();
            }
            // Prefect's server writes 'received' itself. The event's own time keeps the bytes the same on each attempt.
            Instant occurred =
                    RunEventAsReceived.of(account, run, Instant.EPOCH).time();
            return RunEventAsReceived.of(account, run, occurred).body().stored();
        } catch (IOException | IllegalArgumentException e) {
            throw new TargetException(
                    "not sent: the body is neither a run event nor a received event; a step before this one has changed it",
                    UNPROCESSABLE,
                    null);
        }
    }

    /**
     * A run event as it is stored: without the two fields that name the subscription, which stand next to each other. Null if
     * it is no run event.
     */
    private static byte[] withoutWebhook(byte[] body) throws IOException {
        int from = -1;
        int to = -1;
        boolean run = false;
        try (JsonParser json = JSON.createParser(body)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                boolean webhook = name.equals("webhookId") || name.equals("webhookName");
                int start = (int) json.currentTokenLocation().getByteOffset();
                if (webhook && from < 0) {
                    from = start;
                } else if (!webhook && from >= 0 && to < 0) {
                    to = start;
                }
                run |= name.equals("eventType");
                json.nextToken();
                json.skipChildren();
            }
        }
        if (!run || from < 0 || to < 0) {
            return run ? body : null;
        }
        ByteArrayOutputStream stored = new ByteArrayOutputStream(body.length);
        stored.write(body, 0, from);
        stored.write(body, to, body.length - to);
        return stored.toByteArray();
    }
}
