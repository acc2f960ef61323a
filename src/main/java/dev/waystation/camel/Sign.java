package dev.waystation.camel;

import dev.waystation.delivery.Signatures;
import dev.waystation.subscription.SignatureScheme;
import dev.waystation.subscription.Subscription;
import java.time.Clock;
import java.time.Instant;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * Signs the body as it is now, with the subscription's secret and by its scheme: {@code Authorization} as dbt Cloud does,
 * the headers of Standard Webhooks, or both. While secrets overlap, Standard Webhooks' header holds a signature of each.
 * {@code webhook-id} is sent in any case: receivers recognise repetitions by it. Whatever changes the body must come before this step; the signature is over the very
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
        Instant now = clock.instant();
        SignatureScheme scheme = subscription.options().signature();
        if (scheme.usesDbt()) {
            // One value is all that the header holds; while secrets overlap it is the new one's.
            message.setHeader("Authorization", Signatures.dbt(subscription.secret(), body));
        }
        message.setHeader("webhook-id", id);
        if (scheme.usesStandard()) {
            long timestamp = now.getEpochSecond();
            message.setHeader("webhook-timestamp", Long.toString(timestamp));
            message.setHeader(
                    "webhook-signature",
                    subscription.secretsAt(now).stream()
                            .map(secret -> Signatures.standard(secret, id, timestamp, body))
                            .collect(Collectors.joining(" ")));
        }
    }
}
