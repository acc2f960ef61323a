package dev.waystation.access;

/** What a request needs to be allowed to do. */
public enum Permission {
    /** Nothing but a token that is known. */
    ENTER,
    /** To see subscriptions, webhooks, events and the delivery log. */
    READ,
    /** To change subscriptions and webhooks, to test them and to redeliver. */
    WRITE,
    /** To publish events. */
    PUBLISH,
    /** To manage API tokens. */
    ADMINISTER
}
