package dev.waystation.receive.signature;

import java.time.Instant;
import java.util.Objects;

/**
 * One secret shared with a sender. Several may be live at once, so that a sender can be moved to a new one without a gap.
 *
 * @param value the secret as the sender's screen shows it; for {@code basic} it is {@code user:password}
 * @param expires from this moment on the secret is no longer accepted; null means never
 */
public record Secret(String value, Instant expires) {

    /** What stands in place of a secret wherever people can see it. */
    public static final String REDACTED = "[redacted]";

    public Secret {
        Objects.requireNonNull(value, "value");
    }

    /** A secret that does not expire. */
    public static Secret of(String value) {
        return new Secret(value, null);
    }

    boolean liveAt(Instant now) {
        return expires == null || now.isBefore(expires);
    }

    @Override
    public String toString() {
        return "Secret[" + REDACTED + (expires == null ? "]" : ", expires " + expires + "]");
    }
}
