package dev.waystation.camel.receive;

import dev.waystation.camel.EventHeaders;
import dev.waystation.event.Event;
import dev.waystation.receive.Receipt;
import dev.waystation.receive.Receiver;
import java.time.Clock;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The third step of a receipt: the webhook's template makes an event of the request. The body is that event from here on, and
 * the headers name its type, its account and its subject, for steps that choose by them. A request that the template cannot
 * make an event of becomes one that says so.
 */
public final class RenderTemplate implements Processor {

    private static final Logger LOG = LoggerFactory.getLogger(RenderTemplate.class);

    private final Clock clock;

    /** @param clock the time of receipt */
    public RenderTemplate(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void process(Exchange exchange) {
        Receptions.mustBeVerified(exchange);
        Receiver receiver = Receptions.receiver(exchange);
        Receipt receipt = receiver.receive(Receptions.request(exchange), clock.instant());
        if (receipt instanceof Receipt.Failed failed) {
            Receptions.failed(exchange);
            if (failed.cause() != null) {
                LOG.error(
                        "The template of webhook {} broke its engine",
                        receiver.webhook().id(),
                        failed.cause());
            }
        } else if (receipt instanceof Receipt.Accepted accepted && accepted.once() != null) {
            exchange.setProperty(EventHeaders.ONCE_KEY, accepted.once());
        }
        Event event = receipt.event();
        Message message = exchange.getMessage();
        message.removeHeaders("*");
        message.setHeader(EventHeaders.EVENT_TYPE, event.eventType());
        message.setHeader(EventHeaders.ACCOUNT_ID, event.accountId());
        message.setHeader(EventHeaders.JOB_ID, event.subject());
        message.setBody(event);
    }
}
