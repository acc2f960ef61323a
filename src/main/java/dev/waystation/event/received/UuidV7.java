package dev.waystation.event.received;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;

/** RFC 9562 section 5.7: ids that sort by the millisecond they were made in, as Prefect's own clients make them. */
public final class UuidV7 {

    private static final SecureRandom RANDOM = new SecureRandom();

    private UuidV7() {}

    /** A new one for that time. */
    public static UUID at(Instant instant) {
        byte[] random = new byte[10];
        RANDOM.nextBytes(random);
        long low = 0;
        for (int i = 0; i < 8; i++) {
            low = low << 8 | random[i] & 0xff;
        }
        long randA = (random[8] & 0x0fL) << 8 | random[9] & 0xff;
        long high = instant.toEpochMilli() << 16 | 0x7000L | randA;
        return new UUID(high, low & 0x3fffffffffffffffL | 0x8000000000000000L);
    }
}
