package dev.waystation.camel;

import dev.waystation.delivery.Attempt;
import dev.waystation.delivery.AttemptError;
import dev.waystation.delivery.Delivery;
import dev.waystation.delivery.Destination;
import dev.waystation.subscription.Subscription;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.http.base.HttpOperationFailedException;

/** Hands the deliver route one exchange for each attempt of an HTTP delivery, and tells from it how the attempt went. */
final class DeliverConsumer extends DeliveringConsumer implements Destination {

    DeliverConsumer(EventsEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        gateway().destinations().openHttp(this);
    }

    @Override
    protected void doStop() throws Exception {
        gateway().destinations().closeHttp(this);
        super.doStop();
    }

    @Override
    public Attempt attempt(Delivery delivery, Subscription subscription, int number) {
        return run(delivery, subscription, number, exchange -> {
            subscription.options().headers().forEach(exchange.getMessage()::setHeader);
            exchange.getMessage().setHeader(Exchange.HTTP_URI, subscription.clientUrl());
        });
    }

    @Override
    Attempt result(Exchange exchange, DeliveryInProgress progress) {
        Exception failure = exchange.getException();
        if (failure == null || failure instanceof HttpOperationFailedException) {
            if (progress.isAnswered()) {
                return progress.answer();
            }
            // The route has no camel-http step, or one that Waystation does not know: what it left is the answer.
            Integer status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
            return status == null || status == 0
                    ? Attempt.accepted(progress.startedAt(), progress.elapsed())
                    : new Attempt(
                            progress.startedAt(),
                            progress.elapsed(),
                            status,
                            null,
                            null,
                            null,
                            null,
                            null,
                            false,
                            null);
        }
        if (progress.isDeadlinePassed()) {
            return progress.failure(
                    AttemptError.TIMEOUT,
                    "No complete answer within " + gateway().attemptDeadline().toMillis() + " ms.");
        }
        if (progress.isAnswered()) {
            return progress.failure(
                    AttemptError.ROUTE,
                    "The endpoint answered " + progress.answer().status()
                            + ", then a step of the deliver route failed: " + HttpFailures.sentence(failure));
        }
        return progress.failure(HttpFailures.classify(failure), HttpFailures.sentence(failure));
    }
}
