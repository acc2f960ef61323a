package dev.waystation.camel.receive;

import dev.waystation.camel.EventHeaders;
import dev.waystation.delivery.FanOut;
import dev.waystation.delivery.StoreException;
import dev.waystation.receive.Handshake;
import dev.waystation.watch.Metrics;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last step of a receipt, also of one that was refused: a status, and nothing else that a stranger could learn from.
 * Webhooks are quiet to the outside world; their owners read the feed.
 */
public final class ReceiptReply implements Processor {

    private static final Logger LOG = LoggerFactory.getLogger(ReceiptReply.class);

    private final Metrics metrics;

    public ReceiptReply(Metrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public void process(Exchange exchange) {
        Exception failure = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        if (failure != null) {
            send(exchange, status(failure));
        } else if (Receptions.hasFailed(exchange)) {
            metrics.received("failed");
            send(exchange, 400);
        } else {
            metrics.received(isDuplicate(exchange) ? "duplicate" : "accepted");
            send(exchange, 204);
        }
    }

    private int status(Exception failure) {
        if (failure instanceof RefusedReceiptException refused) {
            metrics.received(refused.outcome());
            return refused.status();
        }
        metrics.received("error");
        if (failure instanceof StoreException) {
            LOG.error("A receipt failed in the store, and its sender was told to try again: {}", failure.getMessage());
            return 503;
        }
        LOG.error("A receipt failed", failure);
        return 500;
    }

    private static boolean isDuplicate(Exchange exchange) {
        return exchange.getMessage().getHeader(EventHeaders.RECEIPTS) instanceof List<?> receipts
                && receipts.size() == 1
                && receipts.get(0) instanceof FanOut.Receipt receipt
                && receipt.duplicate();
    }

    private static void send(Exchange exchange, int status) {
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setHeader(Exchange.HTTP_RESPONSE_CODE, status);
        // With no body, or with text, platform-http would answer in chunks, of which there are none.
        message.setBody(status == 204 ? null : ByteBuffer.allocate(0));
    }

    /** Answers a handshake. */
    static void send(Exchange exchange, Handshake.Answer answer) {
        send(exchange, answer.status());
        answer.headers().forEach(exchange.getMessage()::setHeader);
        exchange.getMessage().setBody(ByteBuffer.wrap(answer.body()));
    }
}
