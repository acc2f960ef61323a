package dev.waystation.camel;

import dev.waystation.delivery.Signatures;
import dev.waystation.subscription.Subscription;
import java.time.Clock;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * Signs the body as it is now, with the subscription's secret: {@code Authorization} as dbt Cloud does, and the three
 * headers of Standard Webhooks. Whatever changes the body must come before this step; the signature is over the very
 * bytes that the next step sends.
 */
public final class Sign implements Processor {

    private final Clock clock;

    /** @param clock tells the time of the attempt, which Standard Webhooks signs */
    public Sign(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        DeliveryInProgress progress = exchange.getProperty(EventHeaders.DELIVERY, DeliveryInProgress.class);
        if (progress == null) {
            throw new IllegalStateException("'sign' works in a route from events:deliver only");
        }
        Subscription subscription = progress.subscription();
        Message message = exchange.getMessage();
        byte[] body = message.getMandatoryBody(byte[].class);
        message.setBody(body);
        String id = progress.delivery().eventId();
        long timestamp = clock.instant().getEpochSecond();
        message.setHeader("Authorization", Signatures.dbt(subscription.secret(), body));
        message.setHeader("webhook-id", id);
        message.setHeader("webhook-timestamp", Long.toString(timestamp));
        message.setHeader("webhook-signature", Signatures.standard(subscription.secret(), id, timestamp, body));
    }
}
