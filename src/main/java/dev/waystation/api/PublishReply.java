package dev.waystation.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.waystation.camel.EventHeaders;
import dev.waystation.delivery.FanOut;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Answers a publisher: 202, and for each event its id and to how many subscriptions it goes. */
public final class PublishReply implements Processor {

    @Override
    public void process(Exchange exchange) {
        List<?> receipts = exchange.getMessage().getHeader(EventHeaders.RECEIPTS, List.class);
        ArrayNode data = Replies.JSON.createArrayNode();
        for (Object item : receipts) {
            FanOut.Receipt receipt = (FanOut.Receipt) item;
            data.addObject()
                    .put("event_id", receipt.eventId())
                    .put("deliveries", receipt.deliveries())
                    .put("duplicate", receipt.duplicate());
        }
        Replies.send(exchange, 202, Replies.success(202, data));
    }
}
