package dev.waystation.receive.signature;

import java.util.Base64;

/** The symmetric secret of Standard Webhooks: {@code whsec_} and base64, section "Signature scheme" of its specification. */
final class StandardSecret {

    private static final String PREFIX = "whsec_";

    private StandardSecret() {}

    /** What is wrong with it, or null. */
    static String complaintAbout(String secret) {
        if (secret.startsWith("whpk_") || secret.startsWith("whsk_")) {
            return "is an ed25519 key; only whsec_ secrets (v1, HMAC-SHA256) are supported";
        }
        if (!secret.startsWith(PREFIX)) {
            // Some libraries decode an unprefixed secret, some use it as text. The prefix decides, so nobody has to
            // guess.
            return "must be whsec_ followed by base64; if the sender shows base64 alone, put whsec_ before it";
        }
        try {
            return key(secret).length == 0 ? "has nothing after whsec_" : null;
        } catch (IllegalArgumentException notBase64) {
            return "has something other than base64 after whsec_";
        }
    }

    /** @throws IllegalArgumentException when it is not base64 */
    static byte[] key(String secret) {
        return Base64.getDecoder().decode(secret.substring(PREFIX.length()));
    }
}
