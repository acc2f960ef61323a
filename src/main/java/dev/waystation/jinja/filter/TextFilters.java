package dev.waystation.jinja.filter;

import dev.waystation.jinja.value.Markup;
import dev.waystation.jinja.value.None;
import dev.waystation.jinja.value.PercentFormat;
import dev.waystation.jinja.value.PyDict;
import dev.waystation.jinja.value.PyError;
import dev.waystation.jinja.value.PySequence;
import dev.waystation.jinja.value.Rendering;
import dev.waystation.jinja.value.Text;
import dev.waystation.jinja.value.TextBuilder;
import dev.waystation.jinja.value.Values;
import java.util.ArrayList;
import java.util.List;

/** Filters that make text of text. */
final class TextFilters {
    private TextFilters() {}

    static void addTo(Registry registry) {
        registry.filter("upper(s)", (r, a) -> Softly.method(r, a[0], "upper"))
                .filter("lower(s)", (r, a) -> Softly.method(r, a[0], "lower"))
                .filter("capitalize(s)", (r, a) -> Softly.method(r, a[0], "capitalize"))
                .filter("title(s)", (r, a) -> title(r, Softly.text(r, a[0])))
                .filter("center(value, width=80)", (r, a) -> Softly.method(r, a[0], "center", a[1]))
                .filter("trim(value, chars=None)", (r, a) -> Softly.method(r, a[0], "strip", a[1]))
                .filter("string(object)", (r, a) -> a[0] instanceof Markup ? a[0] : Softly.text(r, a[0]))
                .filter("replace(s, old, new, count=None)", TextFilters::replace)
                .filter("format(value, *args, **kwargs)", TextFilters::format)
                .filter("indent(s, width=4, first=False, blank=False)", TextFilters::indent)
                .filter("truncate(s, length=255, killwords=False, end='...', leeway=None)", TextFilters::truncate)
                .filter("wordcount(s)", (r, a) -> wordCount(r, Softly.text(r, a[0])))
                .filter(
                        "wordwrap(s, width=79, break_long_words=True, wrapstring=None, break_on_hyphens=True)",
                        TextFilters::wordWrap);
    }

    /** Every word starts with an upper case letter; words start after white space, hyphens and opening brackets. */
    private static String title(Rendering r, String s) {
        TextBuilder out = new TextBuilder(r);
        int at = 0;
        while (at < s.length()) {
            int start = at;
            while (at < s.length() && startsWords(s.charAt(at))) {
                at++;
            }
            out.append(word(s.substring(start, at)));
            start = at;
            while (at < s.length() && !startsWords(s.charAt(at))) {
                at++;
            }
            out.append(word(s.substring(start, at)));
        }
        return out.toString();
    }

    private static boolean startsWords(char c) {
        return Text.isSpace(c) || "-({[<".indexOf(c) >= 0;
    }

    private static String word(String s) {
        if (s.isEmpty()) {
            return s;
        }
        int width = Character.charCount(s.codePointAt(0));
        return Text.upper(s.substring(0, width)) + Text.lower(s.substring(width));
    }

    private static Object replace(Rendering r, Object[] a) {
        long count = a[3] == None.NONE ? -1 : Softly.integer(a[3], "count");
        if (!r.autoescape()) {
            return Text.replace(r, Softly.text(r, a[0]), Softly.text(r, a[1]), Softly.text(r, a[2]), count);
        }
        boolean escape = a[1] instanceof Markup || a[2] instanceof Markup && !(a[0] instanceof Markup);
        Object s = escape ? Markup.escape(r, a[0]) : a[0] instanceof Markup ? a[0] : Softly.text(r, a[0]);
        Object old = a[1] instanceof Markup ? a[1] : Softly.text(r, a[1]);
        Object with = a[2] instanceof Markup ? a[2] : Softly.text(r, a[2]);
        return Softly.method(r, s, "replace", old, with, count);
    }

    private static Object format(Rendering r, Object[] a) {
        PySequence positional = (PySequence) a[1];
        PyDict named = (PyDict) a[2];
        if (positional.truthy() && named.truthy()) {
            throw PyError.argument("can't handle positional and keyword arguments at the same time");
        }
        Object template = a[0] instanceof Markup ? a[0] : Softly.text(r, a[0]);
        return PercentFormat.format(r, template, named.truthy() ? named : positional);
    }

    private static Object indent(Rendering r, Object[] a) {
        if (!Values.isText(a[0])) {
            // Fails with the message of the addition that Python tries.
            dev.waystation.jinja.value.Arithmetic.add(r, a[0], "\n");
        }
        String s = Values.text(a[0]);
        String space;
        if (Values.isText(a[1])) {
            space = Values.text(a[1]);
        } else {
            long width = Math.max(0, Softly.integer(a[1], "width"));
            r.text(width);
            space = " ".repeat((int) width);
        }
        List<String> lines = Text.lines(r, s + "\n", false);
        boolean blank = Values.truthy(a[3]);
        TextBuilder out = new TextBuilder(r);
        if (Values.truthy(a[2])) {
            out.append(space);
        }
        for (int i = 0; i < lines.size(); i++) {
            if (i > 0) {
                out.append('\n').append(blank || !lines.get(i).isEmpty() ? space : "");
            }
            out.append(lines.get(i));
            r.step();
        }
        return Softly.like(a[0], out.toString());
    }

    private static Object truncate(Rendering r, Object[] a) {
        double leeway = a[4] == None.NONE ? 5 : Softly.real(a[4], "leeway");
        double length = Softly.real(a[1], "length");
        if (!Values.isText(a[3])) {
            throw PyError.type("end must be a text, not " + Values.typeName(a[3]));
        }
        String end = Values.text(a[3]);
        int endLength = Text.length(end);
        if (length < endLength) {
            throw new PyError(PyError.Type.VALUE, "expected length >= " + endLength + ", got less");
        }
        if (leeway < 0) {
            throw new PyError(PyError.Type.VALUE, "expected leeway >= 0, got less");
        }
        if (Values.isText(a[0])) {
            r.steps(Values.text(a[0]).length() >> 5);
        }
        if (Values.length(a[0]) <= length + leeway) {
            return a[0];
        }
        if (!Values.isText(a[0])) {
            throw PyError.type("a text is needed, not " + Values.typeName(a[0]));
        }
        String s = Text.first(
                Values.text(a[0]), (int) Math.min(Integer.MAX_VALUE, Softly.integer(a[1], "length") - endLength));
        int space = Values.truthy(a[2]) ? -1 : s.lastIndexOf(' ');
        return dev.waystation.jinja.value.Arithmetic.add(
                r, Softly.like(a[0], space < 0 ? s : s.substring(0, space)), a[3]);
    }

    private static long wordCount(Rendering r, String s) {
        r.steps(s.length() >> 6);
        long count = 0;
        boolean inside = false;
        for (int i = 0; i < s.length(); ) {
            int c = s.codePointAt(i);
            boolean word = Text.isWord(c);
            count += word && !inside ? 1 : 0;
            inside = word;
            i += Character.charCount(c);
        }
        return count;
    }

    private static Object wordWrap(Rendering r, Object[] a) {
        if (!Values.isText(a[0])) {
            throw PyError.type("a text is needed, not " + Values.typeName(a[0]));
        }
        double width = Softly.real(a[1], "width");
        String between = a[3] == None.NONE ? "\n" : Softly.text(r, a[3]);
        WordWrap wrap = new WordWrap(r, width, a[1] instanceof Double, Values.truthy(a[2]), Values.truthy(a[4]));
        List<String> lines = new ArrayList<>();
        for (String line : Text.lines(r, Values.text(a[0]), false)) {
            lines.add(String.join(between, wrap.lines(line)));
        }
        r.text((long) Values.text(a[0]).length() * (1 + between.length()));
        return String.join(between, lines);
    }
}
