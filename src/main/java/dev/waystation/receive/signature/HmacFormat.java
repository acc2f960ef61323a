package dev.waystation.receive.signature;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Where and in what form a sender puts the HMAC of the body.
 *
 * @param header name of the header
 * @param hash the hash under the HMAC
 * @param encoding how its bytes are written
 * @param prefix text before them, such as {@code sha256=}; compared exactly, may be empty
 */
public record HmacFormat(String header, Hash hash, Encoding encoding, String prefix) {

    static final HmacFormat DBT = new HmacFormat("Authorization", Hash.SHA256, Encoding.HEX, "");
    static final HmacFormat GITHUB = new HmacFormat("X-Hub-Signature-256", Hash.SHA256, Encoding.HEX, "sha256=");
    static final HmacFormat SHOPIFY = new HmacFormat("X-Shopify-Hmac-Sha256", Hash.SHA256, Encoding.BASE64, "");

    /** Hashes a sender may use. SHA-1 is here because old senders have nothing else; under HMAC it still holds. */
    public enum Hash {
        SHA1("HmacSHA1", 20),
        SHA256("HmacSHA256", 32),
        SHA512("HmacSHA512", 64);

        final String algorithm;
        final int bytes;

        Hash(String algorithm, int bytes) {
            this.algorithm = algorithm;
            this.bytes = bytes;
        }

        /** {@code sha1}, {@code sha256} or {@code sha512}. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<Hash> ofWireName(String name) {
            return Arrays.stream(values())
                    .filter(h -> h.wireName().equals(name))
                    .findFirst();
        }
    }

    /** How the bytes of the HMAC are written. */
    public enum Encoding {
        /** Two hex digits a byte, in either case. */
        HEX,
        /** RFC 4648 base64, section 4 alphabet, padded or not. */
        BASE64;

        /** {@code hex} or {@code base64}. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<Encoding> ofWireName(String name) {
            return Arrays.stream(values())
                    .filter(e -> e.wireName().equals(name))
                    .findFirst();
        }
    }

    /** What a right value looks like, for messages. */
    String describe() {
        String digits =
                encoding == Encoding.HEX ? hash.bytes * 2 + " hex digits" : "the base64 of " + hash.bytes + " bytes";
        return prefix.isEmpty() ? digits : prefix + " and " + digits;
    }
}
