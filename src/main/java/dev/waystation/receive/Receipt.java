package dev.waystation.receive;

import dev.waystation.event.received.ReceivedEvent;

/** What became of a request. Either way there is an event to store, and the caller is told only 204 or 400. */
public sealed interface Receipt {

    /** The event to store and fan out. */
    ReceivedEvent event();

    /** The template made an event; 204. */
    record Accepted(ReceivedEvent event) implements Receipt {}

    /**
     * The request could not be interpreted; 400 with no body.
     *
     * @param event {@code prefect-cloud.webhook.failed}, telling the webhook's owner why
     * @param error the same reason in one line
     * @param cause for the operator's log when the fault is ours and not the template's, else null
     */
    record Failed(ReceivedEvent event, String error, Throwable cause) implements Receipt {}
}
