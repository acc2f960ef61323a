package dev.waystation.jinja.value;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** The way back from HTML to text: tags off, character references resolved as HTML 5 says. */
public final class Html {
    /** Longest name of a reference in HTML 5. */
    private static final int LONGEST_NAME = 32;

    private Html() {}

    /** Names of references, with their semicolon where HTML requires it, and the text that they mean. */
    private static final class Names {
        static final Map<String, String> TABLE = read();

        private static Map<String, String> read() {
            Map<String, String> table = new HashMap<>();
            try (InputStream in = Html.class.getResourceAsStream("html-entities.txt");
                    BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    String[] fields = line.split(" ");
                    StringBuilder text = new StringBuilder();
                    for (int i = 1; i < fields.length; i++) {
                        text.appendCodePoint(Integer.parseInt(fields[i], 16));
                    }
                    table.put(fields[0], text.toString());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return table;
        }
    }

    /** What the numbers 128 to 159 mean, because browsers take them for Windows-1252; 0 where they mean nothing else. */
    private static final String WINDOWS = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

    /** MarkupSafe's {@code striptags}: comments and tags off, white space folded, references resolved. */
    public static String stripTags(Rendering r, String html) {
        String text = without(r, without(r, html, "<!--", "-->"), "<", ">");
        StringBuilder out = new StringBuilder();
        for (Object word : Text.words(r, text, -1)) {
            out.append(out.length() == 0 ? "" : " ").append(word);
        }
        return unescape(r, out.toString());
    }

    private static String without(Rendering r, String text, String open, String close) {
        TextBuilder out = new TextBuilder(r);
        int from = 0;
        while (true) {
            int start = text.indexOf(open, from);
            int end = start < 0 ? -1 : text.indexOf(close, start);
            if (end < 0) {
                return out.append(text.substring(from)).toString();
            }
            out.append(text.substring(from, start));
            from = end + close.length();
            r.step();
        }
    }

    /** Resolves character references. */
    public static String unescape(Rendering r, String text) {
        int at = text.indexOf('&');
        if (at < 0) {
            return text;
        }
        TextBuilder out = new TextBuilder(r);
        int from = 0;
        while (at >= 0) {
            out.append(text.substring(from, at));
            from = at + (text.startsWith("#", at + 1) ? number(text, at, out) : name(text, at, out));
            at = text.indexOf('&', from);
        }
        return out.append(text.substring(from)).toString();
    }

    /** Resolves {@code &#…;}; returns how many characters it took. */
    private static int number(String text, int at, TextBuilder out) {
        int i = at + 2;
        boolean hex = i < text.length() && (text.charAt(i) == 'x' || text.charAt(i) == 'X');
        int start = hex ? ++i : i;
        int radix = hex ? 16 : 10;
        long value = 0;
        while (i < text.length() && text.charAt(i) < 128 && Character.digit(text.charAt(i), radix) >= 0) {
            value = Math.min(Integer.MAX_VALUE, value * radix + Character.digit(text.charAt(i), radix));
            i++;
        }
        if (i == start) {
            out.append('&');
            return 1;
        }
        if (i < text.length() && text.charAt(i) == ';') {
            i++;
        }
        if (value >= 0x80 && value < 0xA0) {
            out.append(WINDOWS.charAt((int) value - 0x80));
        } else if (value == 0 || value >= 0xD800 && value <= 0xDFFF || value > Character.MAX_CODE_POINT) {
            out.append('\uFFFD');
        } else if (meansCharacter((int) value)) {
            out.appendCodePoint((int) value);
        }
        return i - at;
    }

    private static boolean meansCharacter(int c) {
        boolean control = c < 0x20 && c != 9 && c != 10 && c != 12 && c != 13 || c == 0x7F || c == 0xB;
        boolean nonCharacter = c >= 0xFDD0 && c <= 0xFDEF || (c & 0xFFFE) == 0xFFFE;
        return !control && !nonCharacter;
    }

    /** Resolves {@code &name;}, or the longest known beginning of it; returns how many characters it took. */
    private static int name(String text, int at, TextBuilder out) {
        int end = at + 1;
        while (end < text.length() && end - at <= LONGEST_NAME && !endsName(text.charAt(end))) {
            end++;
        }
        if (end < text.length() && text.charAt(end) == ';') {
            String found = Names.TABLE.get(text.substring(at + 1, end + 1));
            if (found != null) {
                out.append(found);
                return end + 1 - at;
            }
        }
        for (int stop = end; stop > at + 2; stop--) {
            String found = Names.TABLE.get(text.substring(at + 1, stop));
            if (found != null) {
                out.append(found);
                return stop - at;
            }
        }
        out.append('&');
        return 1;
    }

    private static boolean endsName(char c) {
        return c == '\t' || c == '\n' || c == '\f' || c == ' ' || c == '<' || c == '&' || c == '#' || c == ';';
    }
}
