package dev.waystation.access;

import java.time.Instant;
import java.util.Set;

/**
 * A named token. The token itself is kept nowhere, only its digest. Immutable.
 *
 * @param id {@code wtk_…}; no secret
 * @param name for people
 * @param digest SHA-256 of the token in lower-case hex
 * @param role what its bearer may do
 * @param accounts where; empty means in every account
 * @param createdAt when it was made
 */
public record ApiToken(String id, String name, String digest, Role role, Set<Long> accounts, Instant createdAt) {

    public ApiToken {
        accounts = Set.copyOf(accounts);
    }

    /** Whether the token counts in this account. */
    public boolean counts(long account) {
        return accounts.isEmpty() || accounts.contains(account);
    }

    /** Without the digest. */
    @Override
    public String toString() {
        return "ApiToken[" + id + ", " + name + ", " + role.word() + ", accounts " + accounts + "]";
    }
}
