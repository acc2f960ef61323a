package dev.waystation.camel.receive;

import dev.waystation.receive.Handshake;
import dev.waystation.receive.Receiver;
import dev.waystation.receive.signature.Verdict;
import dev.waystation.watch.Metrics;
import java.time.Clock;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * The second step of a receipt: lets a request pass whose signature is right, over its raw bytes. Any other is answered with
 * 401, renders nothing, is counted, and leaves an entry in the log. A sender that only asks whether its events are wanted is
 * answered here.
 */
public final class VerifySignature implements Processor {

    private final Metrics metrics;
    private final RefusalLog log;

    public VerifySignature(Metrics metrics, Clock clock) {
        this.metrics = metrics;
        this.log = new RefusalLog(clock);
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        Receiver receiver = Receptions.receiver(exchange);
        Verdict verdict = receiver.verify(Receptions.request(exchange));
        if (!verdict.valid()) {
            log.refused(receiver.webhook(), verdict);
            throw new RefusedReceiptException(401, "refused");
        }
        Receptions.verified(exchange);
        Optional<Handshake.Answer> answer = receiver.handshake(Receptions.request(exchange));
        if (answer.isPresent()) {
            metrics.received("handshake");
            ReceiptReply.send(exchange, answer.get());
            exchange.setRouteStop(true);
        }
    }
}
