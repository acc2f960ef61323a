package dev.waystation.receive.signature;

import dev.waystation.receive.signature.HmacFormat.Encoding;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMACs and digests of the JDK, and reading them back from text. */
final class Macs {

    static final int SHA256_BYTES = 32;

    private Macs() {}

    /** The HMAC of the parts, one after the other. */
    static byte[] hmac(String algorithm, byte[] key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key, algorithm));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("this Java has no " + algorithm, impossible);
        }
    }

    static byte[] hmacSha256(byte[] key, byte[]... parts) {
        return hmac("HmacSHA256", key, parts);
    }

    /** Makes values of any length equally long, so that comparing them does not tell their length. */
    static byte[] sha256(byte[] value) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(value);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("this Java has no SHA-256", impossible);
        }
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The bytes behind the text, or null when it is not exactly that many bytes in that encoding. */
    static byte[] decode(Encoding encoding, String text, int bytes) {
        try {
            byte[] decoded = encoding == Encoding.HEX
                    ? HexFormat.of().parseHex(text)
                    : Base64.getDecoder().decode(text);
            return decoded.length == bytes ? decoded : null;
        } catch (IllegalArgumentException unreadable) {
            return null;
        }
    }
}
