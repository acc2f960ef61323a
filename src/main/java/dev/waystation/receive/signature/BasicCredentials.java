package dev.waystation.receive.signature;

import dev.waystation.receive.RawRequest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;

/** {@code Authorization: Basic} of RFC 7617, UTF-8. A user name has no colon, a password may have any number. */
final class BasicCredentials extends KeyedVerifier {

    BasicCredentials(VerificationConfig config, Clock clock) {
        super(config, clock, BasicCredentials::digest);
    }

    @Override
    Proof proof(RawRequest request) throws Refusal {
        String encoded = Authorization.credentials(only(request, "Authorization"), "Basic");
        String pair;
        try {
            pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notBase64) {
            throw Refusal.wrong("the header Authorization is not Basic and base64");
        }
        if (pair.indexOf(':') < 0) {
            throw Refusal.wrong("the header Authorization is Basic, but not a user and a password");
        }
        byte[] offered = digest(pair);
        return new Proof(key -> same(key, offered), null);
    }

    /** User and password apart, so that neither can borrow a letter from the other. */
    private static byte[] digest(String pair) {
        int colon = pair.indexOf(':');
        byte[] user = Macs.sha256(Macs.utf8(pair.substring(0, colon)));
        byte[] password = Macs.sha256(Macs.utf8(pair.substring(colon + 1)));
        byte[] both = new byte[user.length + password.length];
        System.arraycopy(user, 0, both, 0, user.length);
        System.arraycopy(password, 0, both, user.length, password.length);
        return both;
    }
}
