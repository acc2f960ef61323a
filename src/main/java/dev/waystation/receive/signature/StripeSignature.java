package dev.waystation.receive.signature;

import dev.waystation.receive.RawRequest;
import dev.waystation.receive.signature.HmacFormat.Encoding;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * Stripe's {@code Stripe-Signature: t=<seconds>,v1=<hex>[,v1=<hex>][,v0=…]}: HMAC-SHA256 over {@code t.body}. The secret is
 * used as text with its {@code whsec_}, unlike in Standard Webhooks. While a secret is rolled there are several v1; v0
 * and unknown parts prove nothing and are passed over.
 */
final class StripeSignature extends KeyedVerifier {

    private static final String HEADER = "Stripe-Signature";

    StripeSignature(VerificationConfig config, Clock clock) {
        super(config, clock, Macs::utf8);
    }

    @Override
    Proof proof(RawRequest request) throws Refusal {
        String timestamp = null;
        List<byte[]> offered = new ArrayList<>(2);
        for (String part : only(request, HEADER).split(",")) {
            String trimmed = part.strip();
            if (trimmed.startsWith("t=")) {
                if (timestamp != null) {
                    throw Refusal.wrong("the header " + HEADER + " has two times");
                }
                timestamp = trimmed.substring(2);
            } else if (trimmed.startsWith("v1=")) {
                byte[] mac = Macs.decode(Encoding.HEX, trimmed.substring(3), Macs.SHA256_BYTES);
                if (mac != null) {
                    offered.add(mac);
                }
            }
        }
        if (timestamp == null || offered.isEmpty()) {
            throw Refusal.wrong("the header " + HEADER + " has no t= and v1= with 64 hex digits");
        }
        long signedAt = seconds(timestamp, "t in the header " + HEADER);
        byte[] head = Macs.utf8(timestamp + ".");
        return new Proof(
                key -> {
                    byte[] expected = Macs.hmacSha256(key, head, request.body());
                    boolean any = false;
                    for (byte[] entry : offered) {
                        any |= same(expected, entry);
                    }
                    return any;
                },
                signedAt);
    }
}
