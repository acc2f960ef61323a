package dev.waystation.receive.signature;

import dev.waystation.receive.RawRequest;
import java.time.Clock;

/**
 * The secret itself in a header: GitLab's {@code X-Gitlab-Token}, and {@code Authorization: Bearer} of RFC 6750 section 2.1.
 * Says who sent a request, not that the body is as it was sent.
 */
final class SharedToken extends KeyedVerifier {

    SharedToken(VerificationConfig config, Clock clock) {
        super(config, clock, token -> Macs.sha256(Macs.utf8(token)));
    }

    @Override
    Proof proof(RawRequest request) throws Refusal {
        String token = config.scheme() == Scheme.GITLAB
                ? only(request, "X-Gitlab-Token")
                : Authorization.credentials(only(request, "Authorization"), "Bearer");
        byte[] offered = Macs.sha256(Macs.utf8(token));
        return new Proof(key -> same(key, offered), null);
    }
}
