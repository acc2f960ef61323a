package dev.waystation.receive.signature;

import dev.waystation.receive.RawRequest;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** What all schemes with secrets share: several live secrets, one header a proof, a signed time within tolerance. */
abstract sealed class KeyedVerifier implements SignatureVerifier
        permits BodyMac, StandardWebhooks, StripeSignature, SlackSignature, SharedToken, BasicCredentials {

    private record Key(byte[] bytes, Secret secret) {}

    private final List<Key> keys;
    private final Clock clock;
    final VerificationConfig config;

    /** @param toKey makes the bytes that {@link #accepts} is given out of the text of a secret */
    KeyedVerifier(VerificationConfig config, Clock clock, Function<String, byte[]> toKey) {
        this.config = config;
        this.clock = clock;
        this.keys = config.secrets().stream()
                .map(secret -> new Key(toKey.apply(secret.value()), secret))
                .toList();
    }

    /** What the request offers as its proof, or a refusal when that cannot be read. */
    abstract Proof proof(RawRequest request) throws Refusal;

    /**
     * A proof that was read.
     *
     * @param accepts whether it was made with this key
     * @param signedAt the signed time in seconds since 1970; null when the scheme signs none
     */
    record Proof(Predicate<byte[]> accepts, Long signedAt) {}

    @Override
    public final Verdict verify(RawRequest request) {
        try {
            return judge(proof(request));
        } catch (Refusal refusal) {
            return refusal.verdict();
        }
    }

    private Verdict judge(Proof proof) {
        Instant now = clock.instant();
        boolean live = false;
        for (Key key : keys) {
            // No early exit: the time taken must not tell which of several secrets was used.
            live |= key.secret().liveAt(now) && proof.accepts().test(key.bytes());
        }
        if (!live) {
            return judgeByExpired(proof, now);
        }
        if (proof.signedAt() == null) {
            return Verdict.valid("verified as " + config.scheme().wireName());
        }
        long away = now.getEpochSecond() - proof.signedAt();
        Duration tolerance = config.tolerance();
        if (Math.abs(away) > tolerance.toSeconds()) {
            return Verdict.expired("the signed time is " + Math.abs(away) + " s " + (away > 0 ? "old" : "in the future")
                    + ", the tolerance is " + tolerance.toSeconds()
                    + " s; a replayed request, a slow sender, or a clock that is wrong");
        }
        return Verdict.valid("verified as " + config.scheme().wireName());
    }

    /** Telling a forgotten rotation from a forgery saves its owner an evening. */
    private Verdict judgeByExpired(Proof proof, Instant now) {
        Instant expired = null;
        for (Key key : keys) {
            if (!key.secret().liveAt(now) && proof.accepts().test(key.bytes())) {
                expired = key.secret().expires();
            }
        }
        if (expired != null) {
            return Verdict.expired("made with a secret that expired at " + expired + "; give the sender the new one");
        }
        return Verdict.wrong("matches no live secret: the secret differs, or the body was changed on its way");
    }

    /** The one value of a header. */
    static String only(RawRequest request, String name) throws Refusal {
        List<String> values = request.headerValues(name);
        if (values.isEmpty() || (values.size() == 1 && values.get(0).isEmpty())) {
            throw Refusal.missing("the header " + name + " is missing");
        }
        if (values.size() > 1) {
            throw Refusal.wrong("the header " + name + " was sent " + values.size() + " times, one is expected");
        }
        return values.get(0);
    }

    /** A header of seconds since 1970, digits only: signs, fractions and blanks would be read differently elsewhere. */
    static long seconds(String text, String where) throws Refusal {
        if (text.isEmpty() || text.length() > 12 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw Refusal.wrong(where + " is not a time in whole seconds since 1970");
        }
        return Long.parseLong(text);
    }

    /** Compares in constant time; both sides are MACs or digests of equal length. */
    static boolean same(byte[] expected, byte[] offered) {
        return MessageDigest.isEqual(expected, offered);
    }
}
