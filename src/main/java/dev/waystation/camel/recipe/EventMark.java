package dev.waystation.camel.recipe;

import dev.waystation.camel.EventHeaders;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;

/**
 * A step that sets the variable {@code mark}: a text that names the event, to be found again in what a target was told about
 * it, such as {@code (event 1/2LnVfUy…)}. It has an end, so that no mark is a part of another, and nothing in it is escaped in
 * JSON. Holds no state; used by any number of threads.
 */
public final class EventMark implements Processor {

    @Override
    public void process(Exchange exchange) {
        Message message = exchange.getMessage();
        exchange.setVariable(
                "mark",
                "(event " + message.getHeader(EventHeaders.ACCOUNT_ID, "", String.class) + "/" + id(message) + ")");
    }

    /** Up to 64 of the letters A to Z and a to z, digits, _ and -. */
    static String id(Message message) {
        return message.getHeader(EventHeaders.EVENT_ID, "", String.class);
    }
}
