package dev.waystation.receive.signature;

import dev.waystation.receive.RawRequest;
import java.time.Clock;

/**
 * The HMAC of the body alone, in one header: {@code dbt}, {@code github}, {@code shopify} and {@code hmac}. The secret is the
 * text itself, never decoded. No time is signed, so a copy of a request stays valid: use a de-duplication key with it.
 */
final class BodyMac extends KeyedVerifier {

    private final HmacFormat format;

    BodyMac(VerificationConfig config, HmacFormat format, Clock clock) {
        super(config, clock, Macs::utf8);
        this.format = format;
    }

    @Override
    Proof proof(RawRequest request) throws Refusal {
        String value = value(request);
        byte[] offered = value.startsWith(format.prefix())
                ? Macs.decode(format.encoding(), value.substring(format.prefix().length()), format.hash().bytes)
                : null;
        if (offered == null) {
            throw Refusal.wrong(unreadable(value));
        }
        return new Proof(key -> same(Macs.hmac(format.hash().algorithm, key, request.body()), offered), null);
    }

    private String value(RawRequest request) throws Refusal {
        try {
            return only(request, format.header());
        } catch (Refusal refusal) {
            boolean oldGitHub = config.scheme() == Scheme.GITHUB
                    && refusal.verdict().outcome() == Verdict.Outcome.MISSING
                    && request.header("X-Hub-Signature").isPresent();
            throw oldGitHub
                    ? Refusal.missing("only X-Hub-Signature (SHA-1) was sent; X-Hub-Signature-256 is needed")
                    : refusal;
        }
    }

    private String unreadable(String value) {
        String reason = "the header " + format.header() + " is not " + format.describe();
        // One public receiver of dbt webhooks takes any bearer token for a proof; the word must never open the door.
        return config.scheme() == Scheme.DBT && value.regionMatches(true, 0, "bearer", 0, 6)
                ? reason + "; dbt sends the bare HMAC, a bearer token proves nothing here"
                : reason;
    }
}
