package dev.waystation.camel;

import dev.waystation.Gateway;
import dev.waystation.delivery.FanOut;
import dev.waystation.event.Event;
import dev.waystation.event.InvalidEventException;
import dev.waystation.event.OnceKey;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultProducer;

/**
 * Stores the events in the body with their fan-out. When the step returns they are safe. Takes what a source is likely
 * to have: JSON as bytes, text, stream or file (object, array, NDJSON), maps and lists, or ready events.
 */
final class PublishProducer extends DefaultProducer {

    private final EventsEndpoint endpoint;
    private final ReceivedEventBody received = new ReceivedEventBody();

    PublishProducer(EventsEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        Gateway gateway = endpoint.component().gateway();
        Message message = exchange.getMessage();
        long start = System.nanoTime();
        List<? extends Event> events = events(gateway, message);
        OnceKey once = exchange.getProperty(EventHeaders.ONCE_KEY, OnceKey.class);
        List<FanOut.Receipt> receipts = once != null && events.size() == 1
                ? List.of(gateway.fanOut().publish(events.get(0), once))
                : gateway.fanOut().publish(events);
        gateway.metrics().accepted(events.size(), System.nanoTime() - start);
        message.setHeader(EventHeaders.RECEIPTS, receipts);
        message.setHeader(
                EventHeaders.DELIVERIES,
                receipts.stream().mapToInt(FanOut.Receipt::deliveries).sum());
        if (receipts.size() == 1) {
            message.setHeader(EventHeaders.EVENT_ID, receipts.get(0).eventId());
        }
    }

    private List<? extends Event> events(Gateway gateway, Message message)
            throws InvalidEventException, InvalidPayloadException {
        Object body = message.getBody();
        if (body instanceof Event event) {
            return List.of(event);
        }
        if (body instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof Event) {
            return list.stream().map(Event.class::cast).toList();
        }
        Object readable = body == null || body instanceof byte[] || body instanceof CharSequence || isJsonLike(body)
                ? body
                : message.getMandatoryBody(byte[].class);
        if (endpoint.takesReceivedEvents()) {
            long account = account(message);
            return received.read(
                    readable,
                    account == 0 ? gateway.defaultAccount() : account,
                    gateway.clock().instant());
        }
        return gateway.reader()
                .readValue(
                        readable,
                        message.getHeader(Exchange.CONTENT_TYPE, String.class),
                        account(message),
                        gateway.defaultAccount());
    }

    private static boolean isJsonLike(Object body) {
        return body instanceof java.util.Map
                || body instanceof java.util.Collection
                || body instanceof com.fasterxml.jackson.databind.JsonNode;
    }

    private long account(Message message) {
        if (endpoint.getAccount() != null) {
            return endpoint.getAccount();
        }
        Long account = message.getHeader(EventHeaders.PUBLISH_ACCOUNT, Long.class);
        return account == null ? 0 : account;
    }
}
