package dev.waystation.jinja.value;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Python's view of a text: a row of code points, with Python's ideas of white space, lines and case. */
public final class Text {
    private Text() {}

    /** Number of code points. */
    public static int length(String s) {
        return s.codePointCount(0, s.length());
    }

    private static boolean plain(String s) {
        return length(s) == s.length();
    }

    /** The code points from one position to another, both within the text. */
    public static String between(String s, int from, int to) {
        if (from >= to) {
            return "";
        }
        if (plain(s)) {
            return s.substring(from, to);
        }
        int start = s.offsetByCodePoints(0, from);
        return s.substring(start, s.offsetByCodePoints(start, to - from));
    }

    /** The first code points, at most so many. */
    public static String first(String s, int count) {
        return between(s, 0, Math.max(0, Math.min(count, length(s))));
    }

    /** Python's {@code text[key]}. */
    static String item(Rendering r, String s, Object key) {
        r.steps(s.length() >> 6);
        int length = length(s);
        if (key instanceof PySlice slice) {
            return slice(r, s, slice.of(length));
        }
        if (!Numbers.isInt(key)) {
            if (key instanceof Undefined) {
                throw PyError.type("string indices must be integers, not 'Undefined'");
            }
            throw PyError.type("string indices must be integers, not '" + Values.typeName(key) + "'");
        }
        long index = Numbers.index(key);
        if (index < 0) {
            index += length;
        }
        if (index < 0 || index >= length) {
            throw new PyError(PyError.Type.INDEX, "string index out of range");
        }
        return between(s, (int) index, (int) index + 1);
    }

    private static String slice(Rendering r, String s, PySlice.Range range) {
        r.text(range.count());
        if (range.step() == 1) {
            return between(s, range.start(), range.start() + range.count());
        }
        int[] points = s.codePoints().toArray();
        StringBuilder out = new StringBuilder(range.count());
        for (int i = 0, at = range.start(); i < range.count(); i++, at += range.step()) {
            out.appendCodePoint(points[at]);
        }
        return out.toString();
    }

    /** The characters of a text or Markup, each a text of its own kind. */
    static Iterator<Object> characters(Rendering r, Object text) {
        String s = Values.text(text);
        boolean safe = text instanceof Markup;
        return new Iterator<>() {
            private int at;

            @Override
            public boolean hasNext() {
                return at < s.length();
            }

            @Override
            public Object next() {
                r.step();
                int end = at + Character.charCount(s.codePointAt(at));
                String one = s.substring(at, end);
                at = end;
                // Iterating over Markup gives plain text in Python, and so here.
                return safe ? (Object) one : one;
            }
        };
    }

    /** Order by code points. */
    static int compare(String a, String b) {
        int n = Math.min(a.length(), b.length());
        for (int i = 0; i < n; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                // Surrogates stand for code points beyond all others.
                if (Character.isSurrogate(x) != Character.isSurrogate(y)) {
                    return Character.isSurrogate(x) ? 1 : -1;
                }
                return Character.compare(x, y);
            }
        }
        return Integer.compare(a.length(), b.length());
    }

    /** Python's white space. */
    public static boolean isSpace(int c) {
        return c == ' '
                || c >= 9 && c <= 13
                || c >= 0x1C && c <= 0x1F
                || c == 0x85
                || c == 0xA0
                || c > 0xFF && Character.isSpaceChar(c);
    }

    /** Without white space at both ends. */
    public static String strip(String s) {
        return strip(s, null, true, true);
    }

    /** Without the given characters, or white space if null, at one end or both. */
    public static String strip(String s, String characters, boolean left, boolean right) {
        int from = 0;
        int to = s.length();
        while (left && from < to) {
            int c = s.codePointAt(from);
            if (!strips(c, characters)) {
                break;
            }
            from += Character.charCount(c);
        }
        while (right && to > from) {
            int c = s.codePointBefore(to);
            if (!strips(c, characters)) {
                break;
            }
            to -= Character.charCount(c);
        }
        return s.substring(from, to);
    }

    private static boolean strips(int c, String characters) {
        return characters == null ? isSpace(c) : characters.indexOf(c) >= 0;
    }

    /** Python's {@code splitlines}. */
    public static List<String> lines(Rendering r, String s, boolean keepEnds) {
        List<String> lines = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            if (c == '\n'
                    || c >= 0x0B && c <= 0x0D
                    || c >= 0x1C && c <= 0x1E
                    || c == 0x85
                    || c == 0x2028
                    || c == 0x2029) {
                int end = i;
                if (c == '\r' && i + 1 < s.length() && s.charAt(i + 1) == '\n') {
                    i++;
                }
                r.items(1);
                lines.add(s.substring(start, keepEnds ? i + 1 : end));
                start = i + 1;
            }
        }
        if (start < s.length()) {
            lines.add(s.substring(start));
        }
        r.text(s.length());
        return lines;
    }

    /** Python's {@code split} at white space. */
    static List<Object> words(Rendering r, String s, long most) {
        List<Object> words = new ArrayList<>();
        int at = 0;
        int end = s.length();
        while (true) {
            while (at < end && isSpace(s.charAt(at))) {
                at++;
            }
            if (at >= end) {
                break;
            }
            r.items(1);
            if (most >= 0 && words.size() >= most) {
                words.add(strip(s.substring(at), null, false, true));
                break;
            }
            int start = at;
            while (at < end && !isSpace(s.charAt(at))) {
                at++;
            }
            words.add(s.substring(start, at));
        }
        r.text(s.length());
        return words;
    }

    /** Python's {@code rsplit} at white space. */
    static List<Object> wordsFromRight(Rendering r, String s, long most) {
        List<Object> words = new ArrayList<>();
        int end = s.length();
        while (true) {
            while (end > 0 && isSpace(s.charAt(end - 1))) {
                end--;
            }
            if (end == 0) {
                break;
            }
            r.items(1);
            if (most >= 0 && words.size() >= most) {
                words.add(strip(s.substring(0, end), null, true, false));
                break;
            }
            int start = end;
            while (start > 0 && !isSpace(s.charAt(start - 1))) {
                start--;
            }
            words.add(s.substring(start, end));
            end = start;
        }
        java.util.Collections.reverse(words);
        r.text(s.length());
        return words;
    }

    /** Python's {@code replace}: all occurrences, or the first so many if the count is not negative. */
    public static String replace(Rendering r, String s, String old, String with, long count) {
        if (count == 0 || old.length() > s.length()) {
            return s;
        }
        long left = count < 0 ? Long.MAX_VALUE : count;
        TextBuilder out = new TextBuilder(r);
        if (old.isEmpty()) {
            for (int i = 0; i < s.length(); ) {
                if (left-- > 0) {
                    out.append(with);
                }
                int c = s.codePointAt(i);
                out.appendCodePoint(c);
                i += Character.charCount(c);
                r.step();
            }
            return left > 0 ? out.append(with).toString() : out.toString();
        }
        int from = 0;
        for (int at = s.indexOf(old); at >= 0 && left-- > 0; at = s.indexOf(old, from)) {
            out.append(s.substring(from, at)).append(with);
            from = at + old.length();
            r.step();
        }
        return out.append(s.substring(from)).toString();
    }

    /** Python's {@code capitalize}. */
    public static String capitalize(String s) {
        if (s.isEmpty()) {
            return s;
        }
        int width = Character.charCount(s.codePointAt(0));
        return title(s.substring(0, width))
                + lower(s).substring(lower(s.substring(0, width)).length());
    }

    /** Upper case of all of it. */
    public static String upper(String s) {
        return s.toUpperCase(java.util.Locale.ROOT);
    }

    /** Lower case of all of it. */
    public static String lower(String s) {
        return s.toLowerCase(java.util.Locale.ROOT);
    }

    /** Title case of one character: not always its upper case. */
    private static String title(String character) {
        int c = character.codePointAt(0);
        int title = Character.toTitleCase(c);
        if (title != c || Character.isTitleCase(c)) {
            return Character.toString(title);
        }
        String upper = upper(character);
        // What has no single title letter has several letters, of which the first stays upper (as for the German ß).
        if (upper.length() > 1 && upper.codePointCount(0, upper.length()) > 1) {
            int width = Character.charCount(upper.codePointAt(0));
            return upper.substring(0, width) + lower(upper.substring(width));
        }
        return upper;
    }

    /** Python's {@code title()}: every run of letters starts with a title letter. */
    static String titled(Rendering r, String s) {
        TextBuilder out = new TextBuilder(r);
        String low = lower(s);
        boolean sameShape = low.length() == s.length();
        boolean inWord = false;
        for (int i = 0; i < s.length(); ) {
            int c = s.codePointAt(i);
            int width = Character.charCount(c);
            String one = s.substring(i, i + width);
            // A final sigma needs its neighbours, so lower case is taken from the whole text where it lines up.
            out.append(inWord ? sameShape ? low.substring(i, i + width) : lower(one) : title(one));
            inWord = isCased(c);
            i += width;
        }
        return out.toString();
    }

    /** Whether a character has case. */
    static boolean isCased(int c) {
        return Character.isUpperCase(c) || Character.isLowerCase(c) || Character.isTitleCase(c);
    }

    /** Python's {@code swapcase}. */
    static String swapCase(String s) {
        StringBuilder out = new StringBuilder();
        String low = lower(s);
        boolean sameShape = low.length() == s.length();
        for (int i = 0; i < s.length(); ) {
            int c = s.codePointAt(i);
            int end = i + Character.charCount(c);
            String one = s.substring(i, end);
            if (Character.isUpperCase(c)) {
                out.append(sameShape ? low.substring(i, end) : lower(one));
            } else {
                out.append(Character.isLowerCase(c) ? upper(one) : one);
            }
            i = end;
        }
        return out.toString();
    }

    /** Python's {@code casefold}. */
    static String caseFold(String s) {
        StringBuilder out = new StringBuilder();
        s.codePoints().forEach(c -> {
            if (c == 'ı') {
                out.append('ı');
            } else {
                upper(Character.toString(c)).codePoints().forEach(u -> out.append(lower(Character.toString(u))));
            }
        });
        return out.toString();
    }

    /** Whether Python's {@code \w} matches it. */
    public static boolean isWord(int c) {
        return c == '_' || isAlphaNumeric(c);
    }

    static boolean isAlphaNumeric(int c) {
        return Character.isLetter(c) || isNumeric(c);
    }

    /** Whether it is a digit: decimal, or a superscript and the like. */
    public static boolean isDigit(int c) {
        return Character.isDigit(c) || isDecimal(c) || isOtherDigit(c);
    }

    static boolean isDecimal(int c) {
        return Character.getType(c) == Character.DECIMAL_DIGIT_NUMBER;
    }

    private static boolean isOtherDigit(int c) {
        return c == 0xB2
                || c == 0xB3
                || c == 0xB9
                || c == 0x2070
                || c >= 0x2074 && c <= 0x2079
                || c >= 0x2080 && c <= 0x2089
                || c >= 0x2460 && c <= 0x2468
                || c >= 0x2474 && c <= 0x247C
                || c >= 0x2488 && c <= 0x2490
                || c == 0x24EA
                || c >= 0x24F5 && c <= 0x24FD
                || c == 0x24FF
                || c >= 0x2776 && c <= 0x277E
                || c >= 0x2780 && c <= 0x2788
                || c >= 0x278A && c <= 0x2792;
    }

    static boolean isNumeric(int c) {
        int type = Character.getType(c);
        return type == Character.DECIMAL_DIGIT_NUMBER
                || type == Character.LETTER_NUMBER
                || type == Character.OTHER_NUMBER
                || Character.getNumericValue(c) >= 0 && !Character.isLetter(c);
    }

    /** Python's {@code islower}. */
    public static boolean isLower(String s) {
        return s.codePoints().anyMatch(Character::isLowerCase)
                && s.codePoints().noneMatch(c -> Character.isUpperCase(c) || Character.isTitleCase(c));
    }

    /** Python's {@code isupper}. */
    public static boolean isUpper(String s) {
        return s.codePoints().anyMatch(Character::isUpperCase)
                && s.codePoints().noneMatch(c -> Character.isLowerCase(c) || Character.isTitleCase(c));
    }

    /** Whether it is a Python identifier. */
    public static boolean isIdentifier(String s) {
        if (s.isEmpty()) {
            return false;
        }
        for (int i = 0; i < s.length(); ) {
            int c = s.codePointAt(i);
            boolean good = c == '_'
                    || (i == 0
                            ? Character.isUnicodeIdentifierStart(c)
                            : Character.isUnicodeIdentifierPart(c) && !Character.isIdentifierIgnorable(c));
            if (!good) {
                return false;
            }
            i += Character.charCount(c);
        }
        return true;
    }
}
