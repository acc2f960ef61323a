package dev.waystation.receive;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A {@code Content-Type} header, RFC 9110 section 8.3, read leniently: what cannot be understood counts as not said.
 *
 * @param mediaType type and subtype in lower case without parameters, empty when there is none
 * @param charset the charset parameter if this Java knows it, else UTF-8
 */
record ContentType(String mediaType, Charset charset) {

    static ContentType of(RawRequest request) {
        String[] parts = request.header("Content-Type").orElse("").split(";");
        Charset charset = StandardCharsets.UTF_8;
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip();
            if (parameter.regionMatches(true, 0, "charset=", 0, 8)) {
                charset = known(parameter.substring(8).strip().replace("\"", ""));
                break;
            }
        }
        return new ContentType(parts.length == 0 ? "" : parts[0].strip().toLowerCase(Locale.ROOT), charset);
    }

    private static Charset known(String name) {
        try {
            return Charset.forName(name);
        } catch (IllegalArgumentException unknown) {
            return StandardCharsets.UTF_8;
        }
    }

    boolean isForm() {
        return mediaType.equals("application/x-www-form-urlencoded");
    }

    /** The bytes as text; what is not valid in the charset becomes U+FFFD rather than an error. */
    String decode(byte[] bytes) {
        return new String(bytes, charset);
    }
}
