package dev.waystation.event;

import java.util.Map;

/**
 * The names of a run's status as webhooks spell them, with their numbers.
 *
 * <p>dbt's Admin API v2 has the same numbers but says {@code Error} and {@code Cancelled}; receivers compare a webhook's
 * exact text, so the two tables must not be mixed.
 */
public final class RunStatuses {

    public static final String QUEUED = "Queued";
    public static final String STARTING = "Starting";
    public static final String RUNNING = "Running";
    public static final String SUCCESS = "Success";
    public static final String ERRORED = "Errored";
    public static final String CANCELED = "Canceled";

    private static final Map<String, Integer> CODES =
            Map.of(QUEUED, 1, STARTING, 2, RUNNING, 3, SUCCESS, 10, ERRORED, 20, CANCELED, 30);

    private RunStatuses() {}

    /**
     * The number of a status.
     *
     * @param status a name as webhooks spell it; may be null
     * @return the number, or null for a name that is not in the table
     */
    public static Integer codeOf(String status) {
        return status == null ? null : CODES.get(status);
    }

    /**
     * The status that an event of this type certainly has.
     *
     * @return the name, or null where the type leaves it open: a completed run may have succeeded, failed or been canceled
     */
    public static String certainFor(String eventType) {
        return switch (eventType) {
            case EventTypes.STARTED -> RUNNING;
            case EventTypes.ERRORED -> ERRORED;
            case EventTypes.CANCELED -> CANCELED;
            default -> null;
        };
    }

    /**
     * The name that today's webhooks have for a status of the 2022 draft.
     *
     * <p>The only status that the draft shows is {@code complete}, on a run that came to its end. Receivers today know
     * {@code Success}, {@code Errored} and {@code Canceled}, and none of them knows {@code complete}; as a failed run is
     * not called complete, it becomes {@code Success}. The other spellings are those that the draft's style suggests.
     *
     * @return the name, or the given text where it is none of these
     */
    static String fromDraft(String status) {
        return switch (status) {
            case "complete", "completed", "success" -> SUCCESS;
            case "error", "errored" -> ERRORED;
            case "canceled", "cancelled" -> CANCELED;
            case "running", "started" -> RUNNING;
            default -> status;
        };
    }
}
