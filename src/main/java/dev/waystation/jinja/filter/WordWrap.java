package dev.waystation.jinja.filter;

import dev.waystation.jinja.value.PyError;
import dev.waystation.jinja.value.Rendering;
import dev.waystation.jinja.value.Text;
import java.util.ArrayList;
import java.util.List;

/** Breaks a line at white space and hyphens, as Python's textwrap does with white space kept as it is. */
final class WordWrap {
    private final Rendering r;
    private final double width;
    /** Python cannot cut a word at a position that is no int. */
    private final boolean cannotCut;

    private final boolean breakLongWords;
    private final boolean breakOnHyphens;

    WordWrap(Rendering r, double width, boolean cannotCut, boolean breakLongWords, boolean breakOnHyphens) {
        this.r = r;
        this.width = width;
        this.cannotCut = cannotCut;
        this.breakLongWords = breakLongWords;
        this.breakOnHyphens = breakOnHyphens;
    }

    /** The lines of a text, none of white space only. */
    List<String> lines(String text) {
        if (width <= 0) {
            throw PyError.value("invalid width " + width + " (must be > 0)");
        }
        List<String> chunks = chunks(text);
        List<String> lines = new ArrayList<>();
        int at = 0;
        while (at < chunks.size()) {
            r.step();
            if (!lines.isEmpty() && isBlank(chunks.get(at))) {
                at++;
            }
            List<String> line = new ArrayList<>();
            long length = 0;
            while (at < chunks.size() && length + Text.length(chunks.get(at)) <= width) {
                length += Text.length(chunks.get(at));
                line.add(chunks.get(at++));
            }
            if (at < chunks.size() && Text.length(chunks.get(at)) > width) {
                at = breakLong(chunks, at, line, length);
            }
            if (!line.isEmpty() && isBlank(line.get(line.size() - 1))) {
                line.remove(line.size() - 1);
            }
            if (!line.isEmpty()) {
                lines.add(String.join("", line));
            }
        }
        return lines;
    }

    /** Puts what fits of a chunk that is too long for any line; returns where to go on. */
    private int breakLong(List<String> chunks, int at, List<String> line, long length) {
        String chunk = chunks.get(at);
        r.text(chunk.length());
        if (!breakLongWords) {
            if (line.isEmpty()) {
                line.add(chunk);
                return at + 1;
            }
            return at;
        }
        if (cannotCut && width >= 1) {
            throw PyError.type("slice indices must be integers: width must be one");
        }
        int room = width < 1 ? 1 : (int) (width - length);
        int end = room;
        if (breakOnHyphens && Text.length(chunk) > room) {
            int hyphen = Text.first(chunk, room).lastIndexOf('-');
            if (hyphen > 0 && chunk.substring(0, hyphen).chars().anyMatch(c -> c != '-')) {
                end = Text.length(chunk.substring(0, hyphen)) + 1;
            }
        }
        String first = Text.first(chunk, end);
        line.add(first);
        chunks.set(at, chunk.substring(first.length()));
        return chunks.get(at).isEmpty() ? at + 1 : at;
    }

    private static boolean isBlank(String chunk) {
        return Text.strip(chunk).isEmpty();
    }

    private static boolean isAsciiSpace(char c) {
        return c == ' ' || c >= 9 && c <= 13;
    }

    /** Runs of white space, and words cut after hyphens and around dashes. */
    private List<String> chunks(String text) {
        List<String> chunks = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int start = at;
            boolean space = isAsciiSpace(text.charAt(at));
            while (at < text.length() && isAsciiSpace(text.charAt(at)) == space) {
                at++;
            }
            if (space || !breakOnHyphens) {
                chunks.add(text.substring(start, at));
            } else {
                words(text.substring(start, at), chunks);
            }
            r.items(1);
        }
        return chunks;
    }

    /** Cuts what stands between white space: {@code foo-bar--baz} into foo-, bar, -- and baz. */
    private void words(String word, List<String> chunks) {
        int start = 0;
        for (int i = 0; i < word.length(); i++) {
            if (word.charAt(i) != '-') {
                continue;
            }
            int end = i;
            while (end < word.length() && word.charAt(end) == '-') {
                end++;
            }
            boolean dash = end - i >= 2
                    && i > start
                    && isWordPunctuation(word.charAt(i - 1))
                    && end < word.length()
                    && Text.isWord(word.codePointAt(end));
            if (dash) {
                chunks.add(word.substring(start, i));
                chunks.add(word.substring(i, end));
                start = end;
            } else if (end - i == 1 && hyphenates(word, i)) {
                chunks.add(word.substring(start, end));
                start = end;
            }
            i = end - 1;
        }
        if (start < word.length()) {
            chunks.add(word.substring(start));
        }
    }

    private static boolean isWordPunctuation(char c) {
        return Text.isWord(c) || "!\"'&.,?".indexOf(c) >= 0;
    }

    /** Whether a hyphen may end a line: two letters before it, or a letter and a hyphen and a letter, and letters after it. */
    private static boolean hyphenates(String word, int hyphen) {
        boolean before = isLetter(word, hyphen - 1) && isLetter(word, hyphen - 2)
                || hyphen >= 3
                        && isLetter(word, hyphen - 1)
                        && word.charAt(hyphen - 2) == '-'
                        && isLetter(word, hyphen - 3);
        boolean after = isLetter(word, hyphen + 1)
                && (isLetter(word, hyphen + 2)
                        || hyphen + 2 < word.length() && word.charAt(hyphen + 2) == '-' && isLetter(word, hyphen + 3));
        return before && after;
    }

    private static boolean isLetter(String word, int at) {
        if (at < 0 || at >= word.length()) {
            return false;
        }
        int c = word.codePointAt(at);
        return Text.isWord(c) && !(c >= '0' && c <= '9') && !Character.isDigit(c);
    }
}
