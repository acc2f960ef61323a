package dev.waystation.event.received;

/**
 * How large an event may be. The defaults are those of Prefect's server, so that what is accepted here is stored there too:
 * it answers 204 to a larger one and drops it.
 *
 * @param nameLength most characters (Unicode code points) of {@code event}
 * @param labelsPerResource most labels of one resource, its {@code prefect.resource.id} included
 * @param relatedResources most related resources, the webhook itself included
 * @param sizeBytes most bytes of the whole event as JSON in UTF-8, {@code received} included; at least {@value
 *     #SMALLEST_SIZE}, so that a failed event always fits
 */
public record EventLimits(int nameLength, int labelsPerResource, int relatedResources, int sizeBytes) {

    /** Bytes that a failed event always fits into. */
    public static final int SMALLEST_SIZE = 65_536;

    /** 1,024 characters, 500 labels, 100 related resources, 1,500,000 bytes. */
    public static final EventLimits DEFAULTS = new EventLimits(1024, 500, 100, 1_500_000);

    public EventLimits {
        if (nameLength < 64 || labelsPerResource < 4 || relatedResources < 1 || sizeBytes < SMALLEST_SIZE) {
            throw new IllegalArgumentException("event limits are too small: at least 64 characters of a name, 4 labels,"
                    + " 1 related resource and " + SMALLEST_SIZE + " bytes");
        }
    }
}
