package dev.waystation.receive;

import dev.waystation.event.Event;
import dev.waystation.event.OnceKey;
import dev.waystation.event.received.ReceivedEvent;

/** What became of a request. Either way there is an event to store, and the caller is told only 204 or 400. */
public sealed interface Receipt {

    /** The event to store and fan out. */
    Event event();

    /**
     * The template made an event; 204.
     *
     * @param event a received event, or a run event where the template is the built-in one for dbt
     * @param once what the sender's repetitions of this request have in common; null when they are not recognised
     */
    record Accepted(Event event, OnceKey once) implements Receipt {}

    /**
     * The request could not be interpreted; 400 with no body.
     *
     * @param event {@code prefect-cloud.webhook.failed}, telling the webhook's owner why
     * @param error the same reason in one line
     * @param line the line of the template at which it failed, from 1; 0 when it is none or not known
     * @param cause for the operator's log when the fault is ours and not the template's, else null
     */
    record Failed(ReceivedEvent event, String error, int line, Throwable cause) implements Receipt {}
}
