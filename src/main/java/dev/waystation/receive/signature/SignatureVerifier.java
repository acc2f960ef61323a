package dev.waystation.receive.signature;

import dev.waystation.receive.RawRequest;
import java.time.Clock;

/**
 * Decides whether a request is from whom it should be. Instances hold no state of a request and may be shared by threads.
 *
 * <p>Rules for all schemes: the MAC is made over the raw bytes; the names of headers match in any case; a proof that is sent
 * twice is refused, since two readers could pick different ones; every comparison takes a time that does not depend on
 * where the values differ; the first look is at the MAC and only then at the time, so {@code expired} is said only of
 * requests that a holder of a secret did make.
 */
public sealed interface SignatureVerifier permits Unverified, KeyedVerifier {

    /** Never throws for anything a caller can send. */
    Verdict verify(RawRequest request);

    /** A verifier on the system clock. */
    static SignatureVerifier of(VerificationConfig config) {
        return of(config, Clock.systemUTC());
    }

    /** A verifier that takes the time, for tolerances and expiries, from the given clock. */
    static SignatureVerifier of(VerificationConfig config, Clock clock) {
        return switch (config.scheme()) {
            case NONE -> new Unverified();
            case DBT -> new BodyMac(config, HmacFormat.DBT, clock);
            case GITHUB -> new BodyMac(config, HmacFormat.GITHUB, clock);
            case SHOPIFY -> new BodyMac(config, HmacFormat.SHOPIFY, clock);
            case HMAC -> new BodyMac(config, config.hmac(), clock);
            case STANDARD -> new StandardWebhooks(config, clock);
            case STRIPE -> new StripeSignature(config, clock);
            case SLACK -> new SlackSignature(config, clock);
            case GITLAB, BEARER -> new SharedToken(config, clock);
            case BASIC -> new BasicCredentials(config, clock);
        };
    }
}
