package dev.waystation.receive.signature;

import dev.waystation.receive.RawRequest;
import dev.waystation.receive.signature.HmacFormat.Encoding;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * Standard Webhooks 1.0, symmetric: {@code webhook-signature} is a list by blanks of {@code v1,<base64>}, each an HMAC-SHA256
 * over {@code id.timestamp.body}. Any one entry is enough, since a sender that rotates signs with old and new. Entries
 * of other versions are passed over. Svix's own spelling, {@code svix-id} and so on, is taken when no {@code webhook-}
 * header came.
 */
final class StandardWebhooks extends KeyedVerifier {

    StandardWebhooks(VerificationConfig config, Clock clock) {
        super(config, clock, StandardSecret::key);
    }

    @Override
    Proof proof(RawRequest request) throws Refusal {
        // One family or the other as a whole: a mix would let a stranger swap the time under somebody's signature.
        String family = isSvix(request) ? "svix-" : "webhook-";
        String id = only(request, family + "id");
        String timestamp = only(request, family + "timestamp");
        List<byte[]> offered = entries(only(request, family + "signature"), family);
        long signedAt = seconds(timestamp, "the header " + family + "timestamp");
        if (id.indexOf('.') >= 0) {
            throw Refusal.wrong(
                    "the header " + family + "id has a full stop, which could stand for another id and time");
        }
        byte[] head = Macs.utf8(id + "." + timestamp + ".");
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

    private static boolean isSvix(RawRequest request) {
        return request.header("svix-signature").isPresent()
                && request.header("webhook-id").isEmpty()
                && request.header("webhook-timestamp").isEmpty()
                && request.header("webhook-signature").isEmpty();
    }

    private static List<byte[]> entries(String list, String family) throws Refusal {
        List<byte[]> entries = new ArrayList<>(2);
        for (String entry : list.split(" ")) {
            if (entry.startsWith("v1,")) {
                byte[] mac = Macs.decode(Encoding.BASE64, entry.substring(3), Macs.SHA256_BYTES);
                if (mac != null) {
                    entries.add(mac);
                }
            }
        }
        if (entries.isEmpty()) {
            throw Refusal.wrong("the header " + family + "signature has no entry of v1, and the base64 of 32 bytes");
        }
        return entries;
    }
}
