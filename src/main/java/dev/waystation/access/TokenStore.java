package dev.waystation.access;

import java.util.List;

/** Keeps tokens durably. Every method returns after its change is committed. Safe for use by several threads. */
public interface TokenStore {

    /** All tokens, in the order of their creation. */
    List<ApiToken> loadTokens();

    /** Stores a new token. */
    void insert(ApiToken token);

    /** Deletes the token with this id, if there is one. */
    void deleteToken(String id);
}
