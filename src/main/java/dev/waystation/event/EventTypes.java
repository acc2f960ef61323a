package dev.waystation.event;

import java.util.Set;

/** The types of run events. */
public final class EventTypes {

    /** A run has begun to run. */
    public static final String STARTED = "job.run.started";

    /** A run has ended, in whatever way, and what it made can be fetched. */
    public static final String COMPLETED = "job.run.completed";

    /** A run has failed; sent at once, and a {@link #COMPLETED} for the same run follows it. */
    public static final String ERRORED = "job.run.errored";

    /** A run was canceled. Only dbt's 2022 draft knows this type; Waystation keeps it because users ask for it. */
    public static final String CANCELED = "job.run.canceled";

    /** All types of run events. */
    public static final Set<String> RUN = Set.of(STARTED, COMPLETED, ERRORED, CANCELED);

    private EventTypes() {}
}
