package dev.waystation.jinja.value;

/** Python's {@code str.format}, with fields reached as the sandbox allows. */
final class StrFormat {
    private final Rendering r;
    private final boolean safe;
    private final PyTuple positional;
    private final Object named;
    private int next;
    private boolean automatic;
    private boolean manual;

    private StrFormat(Rendering r, boolean safe, PyTuple positional, Object named) {
        this.r = r;
        this.safe = safe;
        this.positional = positional == null ? PyTuple.EMPTY : positional;
        this.named = named;
    }

    /** Formats a text, or Markup, which escapes what is put in. */
    static Object format(Rendering r, Object template, PyTuple positional, Object named) {
        boolean safe = template instanceof Markup;
        TextBuilder out = new TextBuilder(r);
        new StrFormat(r, safe, positional, named).expand(Values.text(template), 2, out);
        return safe ? new Markup(out.toString()) : out.toString();
    }

    private void expand(String text, int depth, TextBuilder out) {
        if (depth == 0) {
            throw PyError.value("Max string recursion exceeded");
        }
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            boolean doubled = i + 1 < text.length() && text.charAt(i + 1) == c;
            if (c != '{' && c != '}') {
                out.append(c);
                i++;
            } else if (doubled) {
                out.append(c);
                i += 2;
            } else if (c == '}') {
                throw PyError.value("Single '}' encountered in format string");
            } else {
                int end = fieldEnd(text, i + 1);
                field(text.substring(i + 1, end), depth, out);
                i = end + 1;
            }
        }
    }

    /** Position of the brace that closes a field. */
    private static int fieldEnd(String text, int from) {
        int open = 1;
        boolean key = false;
        boolean spec = false;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (key) {
                key = c != ']';
            } else if (c == '[' && !spec) {
                key = true;
            } else if (c == '{') {
                open++;
            } else if (c == '}' && --open == 0) {
                return i;
            } else if (c == ':' && open == 1) {
                spec = true;
            }
        }
        throw PyError.value(
                from == text.length()
                        ? "Single '{' encountered in format string"
                        : "expected '}' before end of string");
    }

    private void field(String field, int depth, TextBuilder out) {
        int end = nameEnd(field);
        String name = field.substring(0, end);
        char conversion = 0;
        if (end < field.length() && field.charAt(end) == '!') {
            if (end + 1 >= field.length()) {
                throw PyError.value("end of string while looking for conversion specifier");
            }
            conversion = field.charAt(end + 1);
            end += 2;
            if (end < field.length() && field.charAt(end) != ':') {
                throw PyError.value("expected ':' after conversion specifier");
            }
        }
        Object value = value(name);
        String spec = "";
        if (end < field.length()) {
            TextBuilder expanded = new TextBuilder(r);
            expand(field.substring(end + 1), depth - 1, expanded);
            spec = expanded.toString();
        }
        value = switch (conversion) {
            case 0 -> value;
            case 's' -> Values.str(r, value);
            case 'r' -> Repr.of(r, value);
            case 'a' -> PercentFormat.ascii(r, value);
            default -> throw PyError.value("Unknown conversion specifier " + conversion);
        };
        out.append(shown(value, spec));
    }

    private String shown(Object value, String spec) {
        if (!safe) {
            return FormatSpec.format(r, value, spec);
        }
        if (value instanceof Markup markup) {
            if (!spec.isEmpty()) {
                throw PyError.value("Unsupported format specification for Markup.");
            }
            return markup.text();
        }
        return Markup.escapeText(r, FormatSpec.format(r, value, spec));
    }

    private static int nameEnd(String field) {
        boolean key = false;
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            if (key) {
                key = c != ']';
            } else if (c == '[') {
                key = true;
            } else if (c == ':' || c == '!') {
                return i;
            } else if (c == '{') {
                throw PyError.value("unexpected '{' in field name");
            }
        }
        return field.length();
    }

    private Object value(String name) {
        int end = 0;
        while (end < name.length() && name.charAt(end) != '.' && name.charAt(end) != '[') {
            end++;
        }
        Object value = first(name.substring(0, end));
        while (end < name.length()) {
            if (name.charAt(end) == '.') {
                int stop = end + 1;
                while (stop < name.length() && name.charAt(stop) != '.' && name.charAt(stop) != '[') {
                    stop++;
                }
                value = Access.attributeOrItem(r, value, part(name, end + 1, stop));
                end = stop;
            } else {
                int close = name.indexOf(']', end);
                if (close < 0) {
                    throw PyError.value("Missing ']' in format string");
                }
                String key = part(name, end + 1, close);
                Object index = isNumber(key) ? Numbers.parseInt(key, 10) : key;
                value = Access.itemOrAttribute(r, value, index);
                end = close + 1;
                if (end < name.length() && name.charAt(end) != '.' && name.charAt(end) != '[') {
                    throw PyError.value("Only '.' or '[' may follow ']' in format field specifier");
                }
            }
        }
        return value;
    }

    private static String part(String name, int from, int to) {
        if (from == to) {
            throw PyError.value("Empty attribute in format string");
        }
        return name.substring(from, to);
    }

    private static boolean isNumber(String key) {
        return !key.isEmpty() && key.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private Object first(String name) {
        if (name.isEmpty() || isNumber(name)) {
            automatic |= name.isEmpty();
            manual |= !name.isEmpty();
            if (automatic && manual) {
                throw PyError.value("cannot switch between automatic field numbering and manual field specification");
            }
            long index = name.isEmpty() ? next++ : Numbers.index(Numbers.parseInt(name, 10));
            if (index >= positional.size()) {
                throw new PyError(
                        PyError.Type.INDEX, "Replacement index " + index + " out of range for positional args tuple");
            }
            return positional.get((int) index);
        }
        return Access.item(r, named, name);
    }
}
