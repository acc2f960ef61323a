package dev.waystation.camel.receive;

import dev.waystation.receive.RawRequest;
import dev.waystation.receive.Receiver;
import org.apache.camel.Exchange;

/** What the steps of a receipt hand on to each other: exchange properties, which no request can set. */
final class Receptions {

    /** The {@link Receiver} of the webhook. */
    private static final String RECEIVER = "CamelWaystationReceiver";

    /** The {@link RawRequest}. */
    private static final String REQUEST = "CamelWaystationRequest";

    /** Whether the signature was verified. */
    private static final String VERIFIED = "CamelWaystationVerified";

    /** Whether the request became an event that says why it failed. */
    private static final String FAILED = "CamelWaystationReceiptFailed";

    private Receptions() {}

    static void begin(Exchange exchange, Receiver receiver, RawRequest request) {
        exchange.setProperty(RECEIVER, receiver);
        exchange.setProperty(REQUEST, request);
    }

    static Receiver receiver(Exchange exchange) {
        return needed(exchange, RECEIVER, Receiver.class, "findWebhook");
    }

    static RawRequest request(Exchange exchange) {
        return needed(exchange, REQUEST, RawRequest.class, "findWebhook");
    }

    static void verified(Exchange exchange) {
        exchange.setProperty(VERIFIED, true);
    }

    /** A route file can be edited; nobody should lose the check of signatures by an edit without being told. */
    static void mustBeVerified(Exchange exchange) {
        needed(exchange, VERIFIED, Boolean.class, "verifySignature");
    }

    static void failed(Exchange exchange) {
        exchange.setProperty(FAILED, true);
    }

    static boolean hasFailed(Exchange exchange) {
        return exchange.getProperty(FAILED, false, Boolean.class);
    }

    private static <T> T needed(Exchange exchange, String property, Class<T> type, String step) {
        T value = exchange.getProperty(property, type);
        if (value == null) {
            throw new IllegalStateException("The route of this receipt has lost its step '" + step
                    + "': put 'process: {ref: " + step + "}' back where receive.camel.yaml has it");
        }
        return value;
    }
}
