package dev.waystation.event;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * The bytes of an event, stored once and sent to each subscription. For a run event they are dbt Cloud's wire form
 * without the two fields that differ from one subscription to the next, {@code webhookId} and {@code webhookName}, and
 * the place where these belong.
 *
 * <p>For speed the arrays are shared, not copied: neither side may change one. Safe for use by any number of threads.
 */
public final class EventBody {

    /** The offset of a body that is sent as it is. */
    public static final int NO_WEBHOOK = -1;

    private static final byte[] ID = "\"webhookId\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NAME = ",\"webhookName\":".getBytes(StandardCharsets.US_ASCII);

    private final byte[] stored;
    private final int webhookOffset;

    private EventBody(byte[] stored, int webhookOffset) {
        this.stored = stored;
        this.webhookOffset = webhookOffset;
    }

    /**
     * A body as it was read back from the store.
     *
     * @param stored the bytes, UTF-8; not copied
     * @param webhookOffset the index of the byte that the webhook's fields go before, or {@link #NO_WEBHOOK}
     * @throws IllegalArgumentException if the offset is not within the bytes
     */
    public static EventBody of(byte[] stored, int webhookOffset) {
        Objects.requireNonNull(stored, "stored");
        if (webhookOffset < NO_WEBHOOK || webhookOffset >= Math.max(1, stored.length)) {
            throw new IllegalArgumentException(
                    "webhook offset " + webhookOffset + " is not within a body of " + stored.length + " bytes");
        }
        return new EventBody(stored, webhookOffset);
    }

    /** The bytes to store. Not a copy. */
    public byte[] stored() {
        return stored;
    }

    /** Where the webhook's fields go, or {@link #NO_WEBHOOK}. */
    public int webhookOffset() {
        return webhookOffset;
    }

    /**
     * The bytes to send to one subscription. The same arguments give the same bytes each time, so a redelivery repeats
     * what the first attempt sent.
     *
     * @param webhookId the subscription's id
     * @param webhookName the subscription's name, any text
     * @return the stored bytes with both fields put in, or the stored bytes themselves if they are sent as they are
     */
    public byte[] forWebhook(String webhookId, String webhookName) {
        if (webhookOffset == NO_WEBHOOK) {
            return stored;
        }
        JsonBytes fields = new JsonBytes(64 + webhookId.length() + webhookName.length());
        fields.raw(ID);
        fields.string(webhookId);
        fields.raw(NAME);
        fields.string(webhookName);
        fields.raw(',');
        byte[] sent = new byte[stored.length + fields.size()];
        System.arraycopy(stored, 0, sent, 0, webhookOffset);
        fields.copyTo(sent, webhookOffset);
        System.arraycopy(stored, webhookOffset, sent, webhookOffset + fields.size(), stored.length - webhookOffset);
        return sent;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EventBody that
                && webhookOffset == that.webhookOffset
                && Arrays.equals(stored, that.stored);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(stored) + webhookOffset;
    }

    /** Tells the size only: a body holds people's e-mail addresses, which do not belong into logs. */
    @Override
    public String toString() {
        return "EventBody[" + stored.length + " bytes]";
    }
}
