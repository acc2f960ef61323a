package dev.waystation.camel;

/**
 * Names of the headers that exchanges of the {@code events:} component carry. Routes can choose by them. They never go
 * onto the wire: the deliver route's header filter keeps them back.
 */
public final class EventHeaders {

    /** The event's id, text. */
    public static final String EVENT_ID = "EventId";

    /** The event's type, for example {@code job.run.errored}. */
    public static final String EVENT_TYPE = "EventType";

    /** The account, a whole number. */
    public static final String ACCOUNT_ID = "AccountId";

    /** The job's id, or the resource's id of a received event. */
    public static final String JOB_ID = "JobId";

    /** The run's id, text; missing when the event has none. */
    public static final String RUN_ID = "RunId";

    /** {@code Success}, {@code Errored}, …; missing when the event has none. */
    public static final String RUN_STATUS = "RunStatus";

    /** The subscription's id, {@code wsu_…}. */
    public static final String SUBSCRIPTION_ID = "SubscriptionId";

    /** 1 for the first attempt. */
    public static final String ATTEMPT = "DeliveryAttempt";

    /**
     * Set by {@code events:publish}: how many deliveries the event caused; for several events the sum.
     */
    public static final String DELIVERIES = "EventDeliveries";

    /** Set by {@code events:publish}: what became of each event, a list of {@link dev.waystation.delivery.FanOut.Receipt}. */
    public static final String RECEIPTS = "EventReceipts";

    /**
     * Read by {@code events:publish}: the account to publish to, when the endpoint does not name one. The prefix keeps
     * it from being set by a header of an HTTP request.
     */
    public static final String PUBLISH_ACCOUNT = "CamelEventsAccount";

    /**
     * Exchange property that {@code events:publish} reads: the {@link dev.waystation.event.OnceKey} of the one event in the
     * body.
     */
    public static final String ONCE_KEY = "CamelEventsOnceKey";

    /** Exchange property: the {@link DeliveryInProgress} of an attempt. */
    static final String DELIVERY = "CamelEventsDelivery";

    private EventHeaders() {}
}
