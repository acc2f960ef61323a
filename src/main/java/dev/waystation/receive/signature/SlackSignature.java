package dev.waystation.receive.signature;

import dev.waystation.receive.RawRequest;
import dev.waystation.receive.signature.HmacFormat.Encoding;
import java.time.Clock;

/** Slack's signing secret: {@code v0=} and the hex HMAC-SHA256 over {@code v0:timestamp:body}. */
final class SlackSignature extends KeyedVerifier {

    private static final String SIGNATURE = "X-Slack-Signature";
    private static final String TIMESTAMP = "X-Slack-Request-Timestamp";

    SlackSignature(VerificationConfig config, Clock clock) {
        super(config, clock, Macs::utf8);
    }

    @Override
    Proof proof(RawRequest request) throws Refusal {
        String signature = only(request, SIGNATURE);
        String timestamp = only(request, TIMESTAMP);
        long signedAt = seconds(timestamp, "the header " + TIMESTAMP);
        byte[] offered = signature.startsWith("v0=")
                ? Macs.decode(Encoding.HEX, signature.substring(3), Macs.SHA256_BYTES)
                : null;
        if (offered == null) {
            throw Refusal.wrong("the header " + SIGNATURE + " is not v0= and 64 hex digits");
        }
        byte[] head = Macs.utf8("v0:" + timestamp + ":");
        return new Proof(key -> same(Macs.hmacSha256(key, head, request.body()), offered), signedAt);
    }
}
