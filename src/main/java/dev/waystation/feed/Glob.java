package dev.waystation.feed;

import java.util.ArrayList;
import java.util.List;

/**
 * A pattern as Python's {@code fnmatchcase} reads it: {@code *} is any text, {@code ?} one character, {@code [a-z]} and {@code
 * [!a-z]} one character of a class, everything else itself. A character is a Unicode code point. The time that a match takes
 * grows with the length of text times pattern and no faster, since both come from strangers.
 */
final class Glob {

    /** A step of the pattern: one character that has to fit, or any text. */
    private sealed interface Step {}

    private record Any() implements Step {}

    private record One() implements Step {}

    private record Exactly(int character) implements Step {}

    /** @param ranges first and last characters, in pairs */
    private record OneOf(boolean negated, int[] ranges) implements Step {
        boolean has(int character) {
            for (int i = 0; i < ranges.length; i += 2) {
                if (ranges[i] <= character && character <= ranges[i + 1]) {
                    return !negated;
                }
            }
            return negated;
        }
    }

    private final Step[] steps;

    /** The text that every match begins with. */
    private final String head;

    private Glob(List<Step> steps) {
        this.steps = steps.toArray(Step[]::new);
        StringBuilder start = new StringBuilder();
        for (Step step : steps) {
            if (!(step instanceof Exactly exactly)) {
                break;
            }
            start.appendCodePoint(exactly.character());
        }
        this.head = start.toString();
    }

    static Glob of(String pattern) {
        int[] p = pattern.codePoints().toArray();
        List<Step> steps = new ArrayList<>(p.length);
        int i = 0;
        while (i < p.length) {
            int end = p[i] == '[' ? classEnd(p, i) : -1;
            if (end > 0) {
                steps.add(oneOf(p, i + 1, end));
                i = end;
            } else if (p[i] != '*') {
                steps.add(p[i] == '?' ? new One() : new Exactly(p[i]));
            } else if (steps.isEmpty() || !(steps.get(steps.size() - 1) instanceof Any)) {
                steps.add(new Any());
            }
            i++;
        }
        return new Glob(steps);
    }

    /** The text that every match begins with; empty when the pattern does not begin with plain characters. */
    String head() {
        return head;
    }

    boolean matches(String text) {
        int at = 0;
        int step = 0;
        int star = -1;
        int resume = 0;
        while (at < text.length()) {
            int character = text.codePointAt(at);
            if (step < steps.length && steps[step] instanceof Any) {
                star = step++;
                resume = at;
            } else if (step < steps.length && fits(steps[step], character)) {
                step++;
                at += Character.charCount(character);
            } else if (star >= 0) {
                // The last star takes one character more; earlier stars need not be tried again.
                step = star + 1;
                resume += Character.charCount(text.codePointAt(resume));
                at = resume;
            } else {
                return false;
            }
        }
        while (step < steps.length && steps[step] instanceof Any) {
            step++;
        }
        return step == steps.length;
    }

    private static boolean fits(Step step, int character) {
        if (step instanceof Exactly exactly) {
            return exactly.character() == character;
        }
        return step instanceof One || step instanceof OneOf oneOf && oneOf.has(character);
    }

    /** Where the class that opens at an index closes; -1 if it does not, and the bracket is a plain character. */
    private static int classEnd(int[] p, int open) {
        int i = open + 1;
        if (i < p.length && p[i] == '!') {
            i++;
        }
        // A closing bracket that comes first belongs to the class.
        for (i++; i < p.length; i++) {
            if (p[i] == ']') {
                return i;
            }
        }
        return -1;
    }

    private static OneOf oneOf(int[] p, int from, int to) {
        boolean negated = p[from] == '!';
        List<Integer> ranges = new ArrayList<>();
        int i = negated ? from + 1 : from;
        while (i < to) {
            boolean range = i + 2 < to && p[i + 1] == '-';
            ranges.add(p[i]);
            ranges.add(p[range ? i + 2 : i]);
            i += range ? 3 : 1;
        }
        return new OneOf(negated, ranges.stream().mapToInt(Integer::intValue).toArray());
    }
}
