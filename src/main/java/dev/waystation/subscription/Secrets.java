package dev.waystation.subscription;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * Secrets of subscriptions in the form of Standard Webhooks: {@code whsec_} and the base64 of 32 random bytes. dbt's
 * scheme uses the whole text as its key, Standard Webhooks the decoded bytes.
 */
public final class Secrets {

    /** What every secret made here starts with. */
    public static final String PREFIX = "whsec_";

    private static final SecureRandom RANDOM = new SecureRandom();

    private Secrets() {}

    /** A new secret. */
    public static String generate() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return PREFIX + Base64.getEncoder().encodeToString(bytes);
    }
}
