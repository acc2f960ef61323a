package dev.waystation.jinja.value;

import java.util.Arrays;
import java.util.Iterator;

/** Python's bytes, which only {@code encode()} makes. */
public final class PyBytes implements PyObject {
    private final byte[] bytes;

    /** Wraps bytes that nobody changes. */
    public PyBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The bytes, not to be changed. */
    public byte[] bytes() {
        return bytes;
    }

    @Override
    public String typeName() {
        return "bytes";
    }

    @Override
    public boolean truthy() {
        return bytes.length > 0;
    }

    @Override
    public int length() {
        return bytes.length;
    }

    @Override
    public Iterator<Object> iterator(Rendering r) {
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < bytes.length;
            }

            @Override
            public Object next() {
                r.step();
                return (long) (bytes[next++] & 0xFF);
            }
        };
    }

    @Override
    public Object item(Rendering r, Object key) {
        if (key instanceof PySlice slice) {
            PySlice.Range range = slice.of(bytes.length);
            r.text(range.count());
            byte[] chosen = new byte[range.count()];
            for (int i = 0, at = range.start(); i < chosen.length; i++, at += range.step()) {
                chosen[i] = bytes[at];
            }
            return new PyBytes(chosen);
        }
        if (!Numbers.isInt(key)) {
            throw PyError.type("byte indices must be integers or slices, not " + Values.typeName(key));
        }
        long index = Numbers.index(key);
        if (index < 0) {
            index += bytes.length;
        }
        if (index < 0 || index >= bytes.length) {
            throw new PyError(PyError.Type.INDEX, "index out of range");
        }
        return (long) (bytes[(int) index] & 0xFF);
    }

    @Override
    public Object attribute(Rendering r, String name) {
        return BytesMethods.TABLE.bind(this, name);
    }

    @Override
    public void repr(Rendering r, TextBuilder out) {
        char quote = '\'';
        for (byte b : bytes) {
            if (b == '"') {
                quote = '\'';
                break;
            }
            if (b == '\'') {
                quote = '"';
            }
        }
        out.append('b').append(quote);
        for (byte b : bytes) {
            int c = b & 0xFF;
            if (c == quote || c == '\\') {
                out.append('\\').append((char) c);
            } else if (c == '\n') {
                out.append("\\n");
            } else if (c == '\r') {
                out.append("\\r");
            } else if (c == '\t') {
                out.append("\\t");
            } else if (c < 0x20 || c >= 0x7F) {
                out.append(String.format("\\x%02x", c));
            } else {
                out.append((char) c);
            }
        }
        out.append(quote);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PyBytes that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }
}
