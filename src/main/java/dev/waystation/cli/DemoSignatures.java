package dev.waystation.cli;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Checks both signatures of a request as a receiver would that has read the specifications only. It shares no code with
 * the gateway's signing, so that the two cannot be wrong in the same way.
 *
 * @param dbt whether {@code Authorization} is dbt Cloud's signature of the body
 * @param standard whether {@code webhook-signature} is that of Standard Webhooks, and recent
 */
record DemoSignatures(boolean dbt, boolean standard) {

    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    /**
     * Checks a request; a header may be null.
     *
     * @param secret what the reply to the create request said
     * @param now against which {@code webhook-timestamp} is compared
     */
    static DemoSignatures check(
            String secret,
            String authorization,
            String webhookId,
            String webhookTimestamp,
            String webhookSignature,
            byte[] body,
            Instant now) {
        byte[] text = secret.getBytes(StandardCharsets.UTF_8);
        boolean dbt = same(authorization, HexFormat.of().formatHex(hmac(text, body)));
        if (webhookId == null || webhookTimestamp == null || !isRecent(webhookTimestamp, now)) {
            return new DemoSignatures(dbt, false);
        }
        byte[] key = Base64.getDecoder().decode(secret.replaceFirst("^whsec_", ""));
        byte[] signed = hmac(key, (webhookId + "." + webhookTimestamp + ".").getBytes(StandardCharsets.UTF_8), body);
        return new DemoSignatures(
                dbt, same(webhookSignature, "v1," + Base64.getEncoder().encodeToString(signed)));
    }

    boolean valid() {
        return dbt && standard;
    }

    /** For people. */
    String word() {
        if (valid()) {
            return "valid";
        }
        return dbt ? "bad std" : standard ? "bad dbt" : "bad both";
    }

    private static boolean isRecent(String timestamp, Instant now) {
        try {
            Instant sent = Instant.ofEpochSecond(Long.parseLong(timestamp));
            return Duration.between(sent, now).abs().compareTo(TOLERANCE) <= 0;
        } catch (NumberFormatException | java.time.DateTimeException e) {
            return false;
        }
    }

    private static boolean same(String shown, String expected) {
        return shown != null
                && MessageDigest.isEqual(
                        shown.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] hmac(byte[] key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no HmacSHA256", e);
        }
    }
}
