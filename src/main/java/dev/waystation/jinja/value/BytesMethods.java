package dev.waystation.jinja.value;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** The few methods of bytes that make sense in a template. */
final class BytesMethods {
    static final MethodTable<PyBytes> TABLE = new MethodTable<>();

    static {
        TABLE.add("decode(encoding='utf-8', errors='strict')", (r, self, a) -> decode(r, self, a[0], a[1]))
                .add("hex()", (r, self, a) -> {
                    r.text(2L * self.length());
                    StringBuilder out = new StringBuilder();
                    for (byte b : self.bytes()) {
                        out.append(Character.forDigit(b >> 4 & 15, 16)).append(Character.forDigit(b & 15, 16));
                    }
                    return out.toString();
                })
                .add("find(sub, /)", (r, self, a) -> (long) find(self, a[0]));
    }

    private BytesMethods() {}

    private static String decode(Rendering r, PyBytes self, Object encoding, Object errors) {
        String name = Text.lower(Values.str(r, encoding)).replace('_', '-');
        String mode = Values.str(r, errors);
        java.nio.charset.Charset charset =
                switch (name) {
                    case "utf-8", "utf8" -> StandardCharsets.UTF_8;
                    case "ascii", "us-ascii" -> StandardCharsets.US_ASCII;
                    case "latin-1", "latin1", "iso-8859-1" -> StandardCharsets.ISO_8859_1;
                    default -> throw PyError.value("unknown encoding: " + name);
                };
        CodingErrorAction action =
                switch (mode) {
                    case "ignore" -> CodingErrorAction.IGNORE;
                    case "replace" -> CodingErrorAction.REPLACE;
                    default -> CodingErrorAction.REPORT;
                };
        r.text(self.length());
        try {
            return charset.newDecoder()
                    .onMalformedInput(action)
                    .onUnmappableCharacter(action)
                    .decode(ByteBuffer.wrap(self.bytes()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw PyError.value("'" + name + "' codec can't decode the bytes");
        }
    }

    /** Position of a byte or of bytes, or -1. */
    static int find(PyBytes self, Object wanted) {
        byte[] part;
        if (wanted instanceof PyBytes bytes) {
            part = bytes.bytes();
        } else if (Numbers.isInt(wanted)) {
            part = new byte[] {(byte) Numbers.index(wanted)};
        } else {
            throw PyError.type("a bytes-like object is required, not '" + Values.typeName(wanted) + "'");
        }
        String text = new String(self.bytes(), StandardCharsets.ISO_8859_1);
        return text.indexOf(new String(part, StandardCharsets.ISO_8859_1));
    }
}
