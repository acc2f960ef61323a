package dev.waystation.access;

import dev.waystation.event.Ksuid;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The tokens that callers of {@code /api} show. Held in memory by their digests, so that a request costs one hash and one
 * look-up: how long the look-up takes tells nothing about a token, because what is compared is a digest that nobody can
 * choose. A change counts once the method that made it has returned. Safe for use by several threads.
 */
public final class Tokens {

    /** The id of the token of the settings, which is not in the store and cannot be revoked here. */
    public static final String BOOTSTRAP = "bootstrap";

    private static final SecureRandom RANDOM = new SecureRandom();

    private final TokenStore store;
    private final Clock clock;
    private final ConcurrentHashMap<String, ApiToken> byDigest = new ConcurrentHashMap<>();

    /**
     * Loads what the store holds.
     *
     * @param bootstrap the token of the settings, an administrator in every account
     */
    public Tokens(String bootstrap, TokenStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
        store.loadTokens().forEach(token -> byDigest.put(token.digest(), token));
        String digest = digest(bootstrap);
        byDigest.put(digest, new ApiToken(BOOTSTRAP, BOOTSTRAP, digest, Role.ADMIN, Set.of(), Instant.EPOCH));
    }

    /** A token that was just made: the only time that its text is known. */
    public record Created(String text, ApiToken token) {

        /** Without the text. */
        @Override
        public String toString() {
            return "Created[" + token + "]";
        }
    }

    /** Makes a token. */
    public Created create(String name, Role role, Set<Long> accounts) {
        String text = generate();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        ApiToken token = new ApiToken("wtk_" + Ksuid.next(clock), name, digest(text), role, accounts, now);
        store.insert(token);
        byDigest.put(token.digest(), token);
        return new Created(text, token);
    }

    /** The token with this text, if it is one. */
    public Optional<ApiToken> find(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.ofNullable(byDigest.get(digest(text)));
    }

    /** All tokens that can be revoked, in the order of their creation. */
    public List<ApiToken> all() {
        return byDigest.values().stream()
                .filter(t -> !t.id().equals(BOOTSTRAP))
                .sorted(Comparator.comparing(ApiToken::createdAt).thenComparing(ApiToken::id))
                .toList();
    }

    /**
     * Makes a token worthless.
     *
     * @return whether there was one with this id
     */
    public boolean revoke(String id) {
        Optional<ApiToken> token = all().stream().filter(t -> t.id().equals(id)).findFirst();
        token.ifPresent(t -> {
            store.deleteToken(id);
            byDigest.remove(t.digest());
        });
        return token.isPresent();
    }

    /** A new text for a token: {@code wst_} and 32 random bytes. */
    public static String generate() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return "wst_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256", e);
        }
    }
}
