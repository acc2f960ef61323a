package dev.waystation.camel;

import dev.waystation.Gateway;
import dev.waystation.delivery.Attempt;
import dev.waystation.delivery.Delivery;
import dev.waystation.subscription.Subscription;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;

/** What both consumers share: an attempt becomes an exchange, and the exchange's end becomes the attempt's result. */
abstract class DeliveringConsumer extends DefaultConsumer {

    DeliveringConsumer(EventsEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
    }

    final Gateway gateway() {
        return ((EventsEndpoint) getEndpoint()).component().gateway();
    }

    /** Reads from the finished exchange how the attempt went. */
    abstract Attempt result(Exchange exchange, DeliveryInProgress progress);

    final Attempt run(Delivery delivery, Subscription subscription, int number, Consumer<Exchange> more) {
        DeliveryInProgress progress =
                new DeliveryInProgress(delivery, subscription, gateway().clock().instant());
        Exchange exchange = createExchange(false);
        try {
            exchange.setPattern(ExchangePattern.InOnly);
            exchange.setProperty(EventHeaders.DELIVERY, progress);
            Message message = exchange.getMessage();
            message.setBody(delivery.bytes(subscription.id()));
            message.setHeader(Exchange.CONTENT_TYPE, "application/json");
            setHeaders(message, delivery, subscription, number);
            more.accept(exchange);
            createUoW(exchange);
            try {
                getProcessor().process(exchange);
            } catch (Exception e) {
                exchange.setException(e);
            } finally {
                doneUoW(exchange);
            }
            return result(exchange, progress);
        } catch (Exception e) {
            return progress.failure(
                    dev.waystation.delivery.AttemptError.INTERNAL, "The exchange could not be made: " + e.getMessage());
        } finally {
            releaseExchange(exchange, false);
        }
    }

    private void setHeaders(Message message, Delivery delivery, Subscription subscription, int number) {
        message.setHeader(EventHeaders.EVENT_ID, delivery.eventId());
        message.setHeader(EventHeaders.EVENT_TYPE, delivery.eventType());
        message.setHeader(EventHeaders.ACCOUNT_ID, delivery.accountId());
        message.setHeader(EventHeaders.JOB_ID, delivery.subject());
        message.setHeader(EventHeaders.SUBSCRIPTION_ID, subscription.id());
        message.setHeader(EventHeaders.ATTEMPT, number);
        RunFields fields = RunFields.of(delivery);
        if (fields.runId() != null) {
            message.setHeader(EventHeaders.RUN_ID, fields.runId());
        }
        if (fields.runStatus() != null) {
            message.setHeader(EventHeaders.RUN_STATUS, fields.runStatus());
        }
    }
}
