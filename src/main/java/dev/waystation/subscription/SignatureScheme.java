package dev.waystation.subscription;

import java.util.Locale;
import java.util.Optional;

/** How what is sent to an endpoint is signed. */
public enum SignatureScheme {
    /** dbt Cloud's {@code Authorization} alone. */
    DBT,
    /** The headers of Standard Webhooks alone, for receivers that refuse a foreign {@code Authorization}. */
    STANDARD,
    /** Both, which is what a subscription has unless it says otherwise. */
    BOTH,
    /** Not at all. As with the others, {@code webhook-id} is sent, to recognise repetitions by. */
    NONE;

    /** Whether {@code Authorization} carries dbt Cloud's signature. */
    public boolean usesDbt() {
        return this == DBT || this == BOTH;
    }

    /** Whether {@code webhook-signature} is sent. */
    public boolean usesStandard() {
        return this == STANDARD || this == BOTH;
    }

    /** The word that the API uses: lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The scheme with this {@link #word()}, if there is one. */
    public static Optional<SignatureScheme> of(String word) {
        for (SignatureScheme scheme : values()) {
            if (scheme.word().equals(word)) {
                return Optional.of(scheme);
            }
        }
        return Optional.empty();
    }
}
