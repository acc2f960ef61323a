package dev.waystation.receive;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The secret part of a webhook's URL: 16 random bytes as 22 characters of unpadded base64url. Who has it can call the
 * webhook, so it is stored and looked up by {@link #hash()} and logged as {@link #logId()}.
 */
public final class Slug {

    private static final int BYTES = 16;

    /** 128 bits end in the two high bits of the last of 22 characters, hence its four values. */
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{21}[AQgw]");

    private static final SecureRandom RANDOM = new SecureRandom();

    private final String value;

    private Slug(String value) {
        this.value = value;
    }

    /** A new slug; there is no other way to choose one. */
    public static Slug random() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return new Slug(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** The slug in a URL, or nothing when no slug can look like that; answer both as an unknown one, with 404. */
    public static Optional<Slug> parse(String text) {
        return text != null && FORM.matcher(text).matches() ? Optional.of(new Slug(text)) : Optional.empty();
    }

    /** The slug itself, a credential. */
    public String value() {
        return value;
    }

    /**
     * SHA-256 of the slug in hex, the key to look it up by. No salt is needed for 128 random bits, and how long an index
     * takes over a hash tells nothing about the slug behind it.
     */
    public String hash() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("this Java has no SHA-256", impossible);
        }
    }

    /** The first 12 digits of the hash: enough to tell webhooks apart in a log, too little to look one up. */
    public String logId() {
        return hash().substring(0, 12);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Slug slug
                && MessageDigest.isEqual(
                        value.getBytes(StandardCharsets.US_ASCII), slug.value.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(value);
    }

    /** Safe to log. */
    @Override
    public String toString() {
        return "Slug[" + logId() + "]";
    }
}
