package dev.waystation.store;

/** The column {@code event.kind}. */
final class EventKind {

    /** dbt Cloud's form. */
    static final int RUN = 0;

    /** Prefect's form. */
    static final int RECEIVED = 1;

    private EventKind() {}
}
