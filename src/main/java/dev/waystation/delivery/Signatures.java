package dev.waystation.delivery;

import dev.waystation.subscription.Secrets;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs bytes as they will be sent. Pure functions; safe for use by several threads. */
public final class Signatures {

    private static final String HMAC_SHA256 = "HmacSHA256";

    private Signatures() {}

    /**
     * dbt Cloud's signature, the value of {@code Authorization}: lower-case hex of the HMAC-SHA256 of the body with the
     * secret's text as the key. No scheme word, no timestamp.
     */
    public static String dbt(String secret, byte[] body) {
        return HexFormat.of().formatHex(hmac(secret.getBytes(StandardCharsets.UTF_8), body));
    }

    /**
     * The value of {@code webhook-signature}, as specified by Standard Webhooks 1.0: {@code v1,} and the base64 of the
     * HMAC-SHA256 of {@code id.timestamp.body}.
     *
     * @param id the value of {@code webhook-id}
     * @param timestamp the value of {@code webhook-timestamp}: seconds since 1970, of this attempt
     */
    public static String standard(String secret, String id, long timestamp, byte[] body) {
        byte[] prefix = (id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8);
        return "v1," + Base64.getEncoder().encodeToString(hmac(standardKey(secret), prefix, body));
    }

    /** A secret without the prefix is a text of somebody's own choice and is used as it is. */
    private static byte[] standardKey(String secret) {
        if (secret.startsWith(Secrets.PREFIX)) {
            try {
                return Base64.getDecoder().decode(secret.substring(Secrets.PREFIX.length()));
            } catch (IllegalArgumentException e) {
                // Looks like one of ours, but is not: a text after all.
                return secret.getBytes(StandardCharsets.UTF_8);
            }
        }
        return secret.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] hmac(byte[] key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(HMAC_SHA256);
            mac.init(new SecretKeySpec(key, HMAC_SHA256));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + HMAC_SHA256, e);
        }
    }
}
