package dev.waystation.api;

import com.fasterxml.jackson.core.JacksonException;

/** What Jackson says of broken JSON, for people. Pure; safe for use by several threads. */
public final class JsonErrors {

    private JsonErrors() {}

    /** The sentence without the name of the source, of which Jackson tells that it tells nothing. */
    public static String sentence(JacksonException e) {
        return e.getOriginalMessage()
                .replaceAll(
                        "\\[Source: [^;]*; (?:byte offset: #\\w+|line: (\\d+), column: (\\d+))]", "line $1, column $2");
    }
}
