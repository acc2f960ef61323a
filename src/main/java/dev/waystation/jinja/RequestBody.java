package dev.waystation.jinja;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.Objects;
import java.util.Optional;

/**
 * The body of a request as it came, beside what templates see of it. What a template sees was read as JSON where that could
 * be, and then {@code 1.50} is {@code 1.5} and a text in quotes has lost them.
 *
 * @param bytes the bytes; shared, nobody may write to them
 * @param charset what they are text by
 * @param value what templates see as {@code body}
 */
public record RequestBody(byte[] bytes, Charset charset, Object value) {

    public RequestBody {
        Objects.requireNonNull(bytes, "bytes");
        Objects.requireNonNull(charset, "charset");
    }

    /** The bytes as text, or nothing when they are none in the charset. */
    public Optional<String> text() {
        try {
            return Optional.of(
                    charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException notText) {
            return Optional.empty();
        }
    }
}
