package dev.waystation.jinja.value;

/** Builds a text and pays for it as it grows, so that a value that would be too large is never made. */
public final class TextBuilder {
    private final Rendering rendering;
    private final StringBuilder text = new StringBuilder();
    private long paid;

    /** A builder that charges this render. */
    public TextBuilder(Rendering rendering) {
        this.rendering = rendering;
    }

    /** Appends a text. */
    public TextBuilder append(String part) {
        pay(part.length());
        text.append(part);
        return this;
    }

    /** Appends a character. */
    public TextBuilder append(char c) {
        pay(1);
        text.append(c);
        return this;
    }

    /** Appends a code point. */
    public TextBuilder appendCodePoint(int codePoint) {
        pay(2);
        text.appendCodePoint(codePoint);
        return this;
    }

    /** Appends a character many times. */
    public TextBuilder repeat(int codePoint, int times) {
        if (times > 0) {
            pay(2L * times);
            String one = Character.toString(codePoint);
            text.append(one.repeat(times));
        }
        return this;
    }

    /** Characters so far. */
    public int length() {
        return text.length();
    }

    private void pay(long more) {
        long needed = text.length() + more;
        if (needed > paid) {
            rendering.text(needed);
            paid = Math.max(needed, 2 * paid);
        }
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
