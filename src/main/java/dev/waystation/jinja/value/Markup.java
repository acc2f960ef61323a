package dev.waystation.jinja.value;

/** Text that is safe HTML: printing it where escaping is on changes nothing, and what is joined to it gets escaped. */
public final class Markup implements PyObject {
    private final String text;

    /** Declares a text safe. */
    public Markup(String text) {
        this.text = text;
    }

    /** The text. */
    public String text() {
        return text;
    }

    /** Escapes a value unless it is safe already. */
    public static Markup escape(Rendering r, Object value) {
        if (value instanceof Markup markup) {
            return markup;
        }
        return new Markup(escapeText(r, Values.str(r, value)));
    }

    /** Replaces the five characters that mean something in HTML. */
    public static String escapeText(Rendering r, String text) {
        r.steps(text.length() >> 6);
        int i = 0;
        while (i < text.length() && entity(text.charAt(i)) == null) {
            i++;
        }
        if (i == text.length()) {
            return text;
        }
        TextBuilder out = new TextBuilder(r);
        for (i = 0; i < text.length(); i++) {
            String entity = entity(text.charAt(i));
            if (entity == null) {
                out.append(text.charAt(i));
            } else {
                out.append(entity);
            }
        }
        return out.toString();
    }

    private static String entity(char c) {
        return switch (c) {
            case '&' -> "&amp;";
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            case '"' -> "&#34;";
            case '\'' -> "&#39;";
            default -> null;
        };
    }

    @Override
    public String typeName() {
        return "Markup";
    }

    @Override
    public boolean truthy() {
        return !text.isEmpty();
    }

    @Override
    public void repr(Rendering r, TextBuilder out) {
        out.append("Markup(");
        Repr.string(text, out);
        out.append(")");
    }

    @Override
    public String str(Rendering r) {
        return text;
    }

    @Override
    public String toString() {
        return text;
    }
}
