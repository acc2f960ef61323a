package dev.waystation.jinja.value;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;

/** The methods of texts. On Markup they escape what they are given and give Markup again. */
final class StrMethods {
    /** All of them. */
    static final MethodTable<Object> TABLE = new MethodTable<>();

    private StrMethods() {}

    static {
        caseMethods();
        searchMethods();
        splitMethods();
        paddingMethods();
        questions();
        otherMethods();
    }

    /** A result that is Markup if the text was. */
    private static Object like(Object self, String text) {
        return self instanceof Markup ? new Markup(text) : text;
    }

    private static PyList like(Object self, List<?> texts) {
        if (!(self instanceof Markup)) {
            return new PyList(texts);
        }
        List<Object> marked = new ArrayList<>(texts.size());
        texts.forEach(text -> marked.add(new Markup((String) text)));
        return new PyList(marked);
    }

    /** An argument that must be a text; escaped if it goes into Markup. */
    private static String text(Rendering r, Object self, Object argument) {
        if (argument instanceof Undefined undefined) {
            throw undefined.error();
        }
        if (!Values.isText(argument)) {
            throw PyError.type("expected a str argument, not " + Values.typeName(argument));
        }
        return self instanceof Markup ? Markup.escape(r, argument).text() : Values.text(argument);
    }

    private static void mapping(String name, UnaryOperator<String> change) {
        TABLE.add(name + "()", (r, self, a) -> {
            String text = Values.text(self);
            r.text(text.length());
            return like(self, change.apply(text));
        });
    }

    private static void caseMethods() {
        mapping("upper", Text::upper);
        mapping("lower", Text::lower);
        mapping("capitalize", Text::capitalize);
        mapping("swapcase", Text::swapCase);
        mapping("casefold", Text::caseFold);
        TABLE.add("title()", (r, self, a) -> like(self, Text.titled(r, Values.text(self))));
    }

    /** Part of the text that start and end arguments choose, as offsets of Java's; null if start is beyond the end. */
    private static int[] window(String s, Object start, Object end) {
        PySlice.Range range = new PySlice(start, end, None.NONE).of(Text.length(s));
        if (start != None.NONE && Numbers.clamped(start) > Text.length(s)) {
            return null;
        }
        int from = s.offsetByCodePoints(0, range.start());
        return new int[] {from, s.offsetByCodePoints(from, range.count()), range.start()};
    }

    private static long find(Rendering r, Object self, Object[] a, boolean last) {
        String s = Values.text(self);
        String wanted = text(r, "", a[0]);
        r.steps(s.length() >> 6);
        int[] window = window(s, a[1], a[2]);
        if (window == null) {
            return -1;
        }
        String part = s.substring(window[0], window[1]);
        int at = last ? part.lastIndexOf(wanted) : part.indexOf(wanted);
        return at < 0 ? -1 : window[2] + (long) part.codePointCount(0, at);
    }

    private static long found(long at) {
        if (at < 0) {
            throw PyError.value("substring not found");
        }
        return at;
    }

    private static boolean hasEnd(Rendering r, Object self, Object[] a, boolean start) {
        String s = Values.text(self);
        int[] window = window(s, a[1], a[2]);
        String part = window == null ? null : s.substring(window[0], window[1]);
        List<Object> wanted = a[0] instanceof PyTuple tuple ? Values.list(r, tuple) : List.of(a[0]);
        for (Object each : wanted) {
            if (each instanceof Undefined || !Values.isText(each)) {
                throw PyError.type((start ? "startswith" : "endswith")
                        + " first arg must be str or a tuple of str, not " + Values.typeName(each));
            }
            String end = Values.text(each);
            if (part != null && (start ? part.startsWith(end) : part.endsWith(end))) {
                return true;
            }
        }
        return false;
    }

    private static void searchMethods() {
        TABLE.add("find(sub, start=None, end=None, /)", (r, self, a) -> find(r, self, a, false));
        TABLE.add("rfind(sub, start=None, end=None, /)", (r, self, a) -> find(r, self, a, true));
        TABLE.add("index(sub, start=None, end=None, /)", (r, self, a) -> found(find(r, self, a, false)));
        TABLE.add("rindex(sub, start=None, end=None, /)", (r, self, a) -> found(find(r, self, a, true)));
        TABLE.add("count(sub, start=None, end=None, /)", (r, self, a) -> {
            String s = Values.text(self);
            String wanted = text(r, "", a[0]);
            int[] window = window(s, a[1], a[2]);
            if (window == null) {
                return 0L;
            }
            String part = s.substring(window[0], window[1]);
            if (wanted.isEmpty()) {
                return Text.length(part) + 1L;
            }
            long count = 0;
            for (int at = part.indexOf(wanted); at >= 0; at = part.indexOf(wanted, at + wanted.length())) {
                r.step();
                count++;
            }
            return count;
        });
        TABLE.add("startswith(prefix, start=None, end=None, /)", (r, self, a) -> hasEnd(r, self, a, true));
        TABLE.add("endswith(suffix, start=None, end=None, /)", (r, self, a) -> hasEnd(r, self, a, false));
        TABLE.add(
                "replace(old, new, count=-1, /)",
                (r, self, a) -> like(
                        self,
                        Text.replace(
                                r, Values.text(self), text(r, self, a[0]), text(r, self, a[1]), Numbers.index(a[2]))));
        TABLE.add("removeprefix(prefix, /)", (r, self, a) -> {
            String s = Values.text(self);
            String prefix = text(r, "", a[0]);
            r.text(s.length());
            return like(self, s.startsWith(prefix) ? s.substring(prefix.length()) : s);
        });
        TABLE.add("removesuffix(suffix, /)", (r, self, a) -> {
            String s = Values.text(self);
            String suffix = text(r, "", a[0]);
            r.text(s.length());
            boolean ends = !suffix.isEmpty() && s.endsWith(suffix);
            return like(self, ends ? s.substring(0, s.length() - suffix.length()) : s);
        });
        TABLE.add("translate(table, /)", (r, self, a) -> like(self, translate(r, Values.text(self), a[0])));
    }

    private static String translate(Rendering r, String s, Object table) {
        TextBuilder out = new TextBuilder(r);
        for (int i = 0; i < s.length(); ) {
            int c = s.codePointAt(i);
            i += Character.charCount(c);
            r.step();
            Object to;
            try {
                to = Access.item(r, table, (long) c);
            } catch (PyError e) {
                if (!e.is(PyError.Type.KEY, PyError.Type.INDEX)) {
                    throw e;
                }
                to = null;
            }
            if (to == null) {
                out.appendCodePoint(c);
            } else if (Values.isText(to)) {
                out.append(Values.text(to));
            } else if (Numbers.isInt(to)) {
                out.append(character(to));
            } else if (to != None.NONE) {
                throw PyError.type("character mapping must return integer, None or str");
            }
        }
        return out.toString();
    }

    /** The character of a code point. */
    static String character(Object codePoint) {
        long c = Numbers.index(codePoint);
        if (c < 0 || c > Character.MAX_CODE_POINT) {
            throw PyError.overflow("%c arg not in range(0x110000)");
        }
        return Character.toString((int) c);
    }

    private static void splitMethods() {
        TABLE.add("split(sep=None, maxsplit=-1)", (r, self, a) -> {
            String s = Values.text(self);
            long most = Numbers.index(a[1]);
            return like(self, a[0] == None.NONE ? Text.words(r, s, most) : split(r, s, text(r, "", a[0]), most));
        });
        TABLE.add("rsplit(sep=None, maxsplit=-1)", (r, self, a) -> {
            String s = Values.text(self);
            long most = Numbers.index(a[1]);
            return like(
                    self, a[0] == None.NONE ? Text.wordsFromRight(r, s, most) : rsplit(r, s, text(r, "", a[0]), most));
        });
        TABLE.add(
                "splitlines(keepends=False)",
                (r, self, a) -> like(self, Text.lines(r, Values.text(self), Values.truthy(a[0]))));
        TABLE.add("partition(sep, /)", (r, self, a) -> partition(r, self, a[0], false));
        TABLE.add("rpartition(sep, /)", (r, self, a) -> partition(r, self, a[0], true));
        TABLE.add("join(iterable, /)", (r, self, a) -> join(r, self, a[0]));
    }

    private static List<Object> split(Rendering r, String s, String separator, long most) {
        notEmpty(separator);
        List<Object> parts = new ArrayList<>();
        int from = 0;
        for (int at = s.indexOf(separator); at >= 0 && (most < 0 || parts.size() < most); ) {
            r.items(1);
            parts.add(s.substring(from, at));
            from = at + separator.length();
            at = s.indexOf(separator, from);
        }
        parts.add(s.substring(from));
        r.text(s.length());
        return parts;
    }

    private static List<Object> rsplit(Rendering r, String s, String separator, long most) {
        notEmpty(separator);
        List<Object> parts = new ArrayList<>();
        int to = s.length();
        while (most < 0 || parts.size() < most) {
            int at = to < separator.length() ? -1 : s.lastIndexOf(separator, to - separator.length());
            if (at < 0) {
                break;
            }
            r.items(1);
            parts.add(s.substring(at + separator.length(), to));
            to = at;
        }
        parts.add(s.substring(0, to));
        Collections.reverse(parts);
        r.text(s.length());
        return parts;
    }

    private static void notEmpty(String separator) {
        if (separator.isEmpty()) {
            throw PyError.value("empty separator");
        }
    }

    private static Object partition(Rendering r, Object self, Object separator, boolean last) {
        String s = Values.text(self);
        String sep = text(r, "", separator);
        notEmpty(sep);
        r.text(s.length());
        int at = last ? s.lastIndexOf(sep) : s.indexOf(sep);
        List<String> parts = at >= 0
                ? List.of(s.substring(0, at), sep, s.substring(at + sep.length()))
                : last ? List.of("", "", s) : List.of(s, "", "");
        List<Object> like = new ArrayList<>();
        parts.forEach(part -> like.add(like(self, part)));
        return new PyTuple(like);
    }

    /** Python's {@code separator.join(items)}. */
    private static Object join(Rendering r, Object self, Object items) {
        boolean safe = self instanceof Markup;
        String separator = Values.text(self);
        TextBuilder out = new TextBuilder(r);
        int index = 0;
        for (Iterator<Object> each = Values.iterator(r, items); each.hasNext(); index++) {
            Object item = each.next();
            if (index > 0) {
                out.append(separator);
            }
            if (safe) {
                out.append(Markup.escape(r, item).text());
            } else if (Values.isText(item)) {
                out.append(Values.text(item));
            } else {
                throw PyError.type(
                        "sequence item " + index + ": expected str instance, " + Values.typeName(item) + " found");
            }
        }
        return like(self, out.toString());
    }

    private static void paddingMethods() {
        TABLE.add("strip(chars=None, /)", (r, self, a) -> strip(r, self, a[0], true, true));
        TABLE.add("lstrip(chars=None, /)", (r, self, a) -> strip(r, self, a[0], true, false));
        TABLE.add("rstrip(chars=None, /)", (r, self, a) -> strip(r, self, a[0], false, true));
        TABLE.add("center(width, fillchar=' ', /)", (r, self, a) -> {
            long missing = missing(self, a[0]);
            // Python puts the odd space to the left if the width is odd.
            long left = missing / 2 + (missing & Numbers.index(a[0]) & 1);
            return pad(r, self, left, missing - left, a[1]);
        });
        TABLE.add("ljust(width, fillchar=' ', /)", (r, self, a) -> pad(r, self, 0, missing(self, a[0]), a[1]));
        TABLE.add("rjust(width, fillchar=' ', /)", (r, self, a) -> pad(r, self, missing(self, a[0]), 0, a[1]));
        TABLE.add("zfill(width, /)", (r, self, a) -> {
            String s = Values.text(self);
            int sign = s.startsWith("-") || s.startsWith("+") ? 1 : 0;
            long missing = missing(self, a[0]);
            r.text(s.length() + missing);
            return like(self, s.substring(0, sign) + "0".repeat((int) missing) + s.substring(sign));
        });
        TABLE.add("expandtabs(tabsize=8)", (r, self, a) -> {
            long size = Numbers.index(a[0]);
            TextBuilder out = new TextBuilder(r);
            long column = 0;
            String s = Values.text(self);
            for (int i = 0; i < s.length(); i++) {
                char c = s.charAt(i);
                if (c == '\t') {
                    long spaces = size > 0 ? size - column % size : 0;
                    r.text(spaces);
                    out.repeat(' ', (int) spaces);
                    column += spaces;
                } else {
                    out.append(c);
                    column = c == '\n' || c == '\r' ? 0 : Character.isLowSurrogate(c) ? column : column + 1;
                }
            }
            return like(self, out.toString());
        });
    }

    private static Object strip(Rendering r, Object self, Object characters, boolean left, boolean right) {
        String chosen = characters == None.NONE ? null : text(r, "", characters);
        r.text(Values.text(self).length());
        return like(self, Text.strip(Values.text(self), chosen, left, right));
    }

    private static long missing(Object self, Object width) {
        return Math.max(0, Numbers.index(width) - Text.length(Values.text(self)));
    }

    private static Object pad(Rendering r, Object self, long left, long right, Object fill) {
        String filler = text(r, self, fill);
        if (Text.length(Values.text(fill)) != 1) {
            throw PyError.type("The fill character must be exactly one character long");
        }
        String s = Values.text(self);
        r.text(s.length() + (left + right) * filler.length());
        return like(self, filler.repeat((int) left) + s + filler.repeat((int) right));
    }

    private static void question(String name, IntPredicate every) {
        TABLE.add(name + "()", (r, self, a) -> {
            String s = Values.text(self);
            return !s.isEmpty() && s.codePoints().allMatch(every);
        });
    }

    private static void questions() {
        question("isalpha", Character::isLetter);
        question("isdecimal", Text::isDecimal);
        question("isdigit", Text::isDigit);
        question("isnumeric", Text::isNumeric);
        question("isalnum", Text::isAlphaNumeric);
        question("isspace", Text::isSpace);
        TABLE.add("isascii()", (r, self, a) -> Values.text(self).chars().allMatch(c -> c < 128));
        TABLE.add(
                "isprintable()", (r, self, a) -> Values.text(self).codePoints().allMatch(Repr::printable));
        TABLE.add("isidentifier()", (r, self, a) -> Text.isIdentifier(Values.text(self)));
        TABLE.add("islower()", (r, self, a) -> Text.isLower(Values.text(self)));
        TABLE.add("isupper()", (r, self, a) -> Text.isUpper(Values.text(self)));
        TABLE.add("istitle()", (r, self, a) -> {
            boolean cased = false;
            boolean previous = false;
            for (int c : Values.text(self).codePoints().toArray()) {
                boolean upper = Character.isUpperCase(c) || Character.isTitleCase(c);
                boolean lower = Character.isLowerCase(c);
                if (upper && previous || lower && !previous) {
                    return false;
                }
                previous = upper || lower;
                cased |= previous;
            }
            return cased;
        });
    }

    private static void otherMethods() {
        TABLE.add("encode(encoding='utf-8', errors='strict')", (r, self, a) -> encode(r, self, a[0], a[1]));
        TABLE.add("format(*args, **kwargs)", (r, self, a) -> StrFormat.format(r, self, (PyTuple) a[0], (PyDict) a[1]));
        TABLE.add("format_map(mapping, /)", (r, self, a) -> StrFormat.format(r, self, null, a[0]));
        TABLE.add("maketrans(x, y=?, z=?, /)", (r, self, a) -> makeTable(r, a));
        TABLE.add("unescape()", (r, self, a) -> unescape(r, self));
        TABLE.add(
                "striptags()", (r, self, a) -> markup(self, "striptags") ? Html.stripTags(r, Values.text(self)) : null);
        TABLE.add("escape(s)", (r, self, a) -> markup(self, "escape") ? Markup.escape(r, a[0]) : null);
    }

    private static Object unescape(Rendering r, Object self) {
        markup(self, "unescape");
        return Html.unescape(r, Values.text(self));
    }

    private static boolean markup(Object self, String name) {
        if (!(self instanceof Markup)) {
            throw Undefined.missing(self, name).error();
        }
        return true;
    }

    private static Object encode(Rendering r, Object self, Object encoding, Object errors) {
        String s = Values.text(self);
        String name = Text.lower(text(r, "", encoding)).replace('_', '-');
        String mode = text(r, "", errors);
        r.text(4L * s.length());
        java.nio.charset.Charset charset =
                switch (name) {
                    case "utf-8", "utf8", "u8" -> StandardCharsets.UTF_8;
                    case "ascii", "us-ascii" -> StandardCharsets.US_ASCII;
                    case "latin-1", "latin1", "iso-8859-1", "l1" -> StandardCharsets.ISO_8859_1;
                    case "utf-16-le" -> StandardCharsets.UTF_16LE;
                    case "utf-16-be" -> StandardCharsets.UTF_16BE;
                    default -> throw new PyError(PyError.Type.VALUE, "unknown encoding: " + name);
                };
        java.nio.charset.CharsetEncoder encoder = charset.newEncoder();
        StringBuilder encodable = new StringBuilder();
        for (int i = 0; i < s.length(); ) {
            int c = s.codePointAt(i);
            i += Character.charCount(c);
            String one = Character.toString(c);
            if (encoder.canEncode(one)) {
                encodable.append(one);
            } else {
                switch (mode) {
                    case "ignore" -> {}
                    case "replace" -> encodable.append('?');
                    case "xmlcharrefreplace" -> encodable.append("&#").append(c).append(';');
                    case "backslashreplace" ->
                        encodable.append(
                                c < 0x100
                                        ? String.format("\\x%02x", c)
                                        : c < 0x10000 ? String.format("\\u%04x", c) : String.format("\\U%08x", c));
                    default -> throw PyError.value("'" + name + "' codec can't encode a character");
                }
            }
        }
        return new PyBytes(encodable.toString().getBytes(charset));
    }

    private static Object makeTable(Rendering r, Object[] a) {
        PyDict.Builder table = new PyDict.Builder(r);
        if (a[1] == null) {
            if (!(a[0] instanceof PyDict dict)) {
                throw PyError.type("if you give only one argument to maketrans it must be a dict");
            }
            dict.each(
                    r,
                    (key, value) -> table.put(
                            Values.isText(key)
                                    ? (Object) (long) Values.text(key).codePointAt(0)
                                    : key,
                            value));
            return table.build();
        }
        int[] from = text(r, "", a[0]).codePoints().toArray();
        int[] to = text(r, "", a[1]).codePoints().toArray();
        if (from.length != to.length) {
            throw PyError.value("the first two maketrans arguments must have equal length");
        }
        for (int i = 0; i < from.length; i++) {
            table.put((long) from[i], (long) to[i]);
        }
        if (a[2] != null) {
            text(r, "", a[2]).codePoints().forEach(c -> table.put((long) c, None.NONE));
        }
        return table.build();
    }
}
