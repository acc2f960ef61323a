package dev.waystation.jinja.syntax;

import dev.waystation.jinja.value.Numbers;
import dev.waystation.jinja.value.PyError;
import dev.waystation.jinja.value.Text;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Cuts a template into tokens, in one pass and without recursion. */
final class Lexer {
    private static final String[] OPERATORS = {"//", "**", "==", "!=", ">=", "<="};
    private static final String SINGLE_OPERATORS = "+-/*%~[](){}><=.:|,;";

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private Lexer(Source source) {
        this.text = source.text();
    }

    /** All tokens, the last of which is END or ERROR. */
    static List<Token> tokens(Source source) {
        Lexer lexer = new Lexer(source);
        try {
            lexer.run();
            lexer.add(Token.Kind.END, "", null, lexer.text.length());
        } catch (PyError e) {
            // An error of the parser that comes earlier in the text is the one to report.
            lexer.add(Token.Kind.ERROR, "", e, lexer.at);
        }
        return lexer.tokens;
    }

    private void add(Token.Kind kind, String shown, Object value, int offset) {
        tokens.add(new Token(kind, shown, value, offset));
    }

    private char peek(int ahead) {
        return at + ahead < text.length() ? text.charAt(at + ahead) : 0;
    }

    private void run() {
        while (at < text.length()) {
            int open = nextOpening(at);
            if (open < 0) {
                add(Token.Kind.DATA, text.substring(at), null, at);
                at = text.length();
                return;
            }
            char sign = open + 2 < text.length() ? text.charAt(open + 2) : 0;
            boolean signed = sign == '-' || sign == '+';
            data(open, sign == '-');
            at = open + (signed ? 3 : 2);
            switch (text.charAt(open + 1)) {
                case '#' -> comment(open);
                case '{' -> expression(open, true);
                default -> {
                    int raw = afterTag(at, "raw", false);
                    if (raw >= 0) {
                        raw(open, raw);
                    } else {
                        expression(open, false);
                    }
                }
            }
        }
    }

    private int nextOpening(int from) {
        for (int i = text.indexOf('{', from); i >= 0 && i + 1 < text.length(); i = text.indexOf('{', i + 1)) {
            char c = text.charAt(i + 1);
            if (c == '{' || c == '%' || c == '#') {
                return i;
            }
        }
        return -1;
    }

    private void data(int end, boolean strip) {
        String data = text.substring(at, end);
        if (strip) {
            data = Text.strip(data, null, false, true);
        }
        if (!data.isEmpty()) {
            add(Token.Kind.DATA, data, null, at);
        }
    }

    private int space(int from) {
        int i = from;
        while (i < text.length() && Text.isSpace(text.charAt(i))) {
            i++;
        }
        return i;
    }

    private void comment(int open) {
        int end = text.indexOf("#}", at);
        if (at == text.length()) {
            // Jinja does not mind a comment or raw block that is opened by the very last characters.
            return;
        }
        if (end < 0) {
            at = open;
            throw Source.error(open, "Missing end of comment tag");
        }
        boolean strip = end > at && text.charAt(end - 1) == '-';
        at = strip ? space(end + 2) : end + 2;
    }

    /** Where the text goes on after {@code name %}} with either sign, or -1 if that is not what stands there. */
    private int afterTag(int from, String name, boolean plusAllowed) {
        int i = space(from);
        if (!text.startsWith(name, i)) {
            return -1;
        }
        i = space(i + name.length());
        if (text.startsWith("-%}", i)) {
            return space(i + 3);
        }
        if (plusAllowed && text.startsWith("+%}", i)) {
            return i + 3;
        }
        return text.startsWith("%}", i) ? i + 2 : -1;
    }

    private void raw(int open, int start) {
        for (int i = text.indexOf("{%", start); i >= 0; i = text.indexOf("{%", i + 1)) {
            char sign = i + 2 < text.length() ? text.charAt(i + 2) : 0;
            int after = afterTag(sign == '-' || sign == '+' ? i + 3 : i + 2, "endraw", true);
            if (after >= 0) {
                at = start;
                data(i, sign == '-');
                at = after;
                return;
            }
        }
        at = start == text.length() ? start : open;
        if (at == open) {
            throw Source.error(open, "Missing end of raw directive");
        }
    }

    private void expression(int open, boolean variable) {
        add(variable ? Token.Kind.VARIABLE_BEGIN : Token.Kind.BLOCK_BEGIN, "", null, open);
        String close = variable ? "}}" : "%}";
        Deque<Character> brackets = new ArrayDeque<>();
        while (at < text.length()) {
            if (brackets.isEmpty()) {
                int end = closing(close, variable);
                if (end >= 0) {
                    add(variable ? Token.Kind.VARIABLE_END : Token.Kind.BLOCK_END, "", null, at);
                    at = end;
                    return;
                }
            }
            int c = text.codePointAt(at);
            if (Text.isSpace(c)) {
                at++;
            } else if (c >= '0' && c <= '9') {
                number();
            } else if (Text.isWord(c)) {
                name();
            } else if (c == '\'' || c == '"') {
                string((char) c);
            } else {
                operator(brackets);
            }
        }
    }

    private int closing(String close, boolean variable) {
        if (text.startsWith(close, at)) {
            return at + 2;
        }
        if (peek(0) == '-' && text.startsWith(close, at + 1)) {
            return space(at + 3);
        }
        return !variable && peek(0) == '+' && text.startsWith(close, at + 1) ? at + 3 : -1;
    }

    private void name() {
        int start = at;
        while (at < text.length() && Text.isWord(text.codePointAt(at))) {
            at += Character.charCount(text.codePointAt(at));
        }
        String name = text.substring(start, at);
        if (!Text.isIdentifier(name)) {
            throw Source.error(start, "Invalid character in identifier");
        }
        add(Token.Kind.NAME, name, null, start);
    }

    private void string(char quote) {
        int end = at + 1;
        while (end < text.length() && text.charAt(end) != quote) {
            end += text.charAt(end) == '\\' ? 2 : 1;
        }
        if (end >= text.length()) {
            throw unexpected();
        }
        String inner = text.substring(at + 1, end);
        try {
            add(Token.Kind.STRING, StringEscapes.resolve(inner), null, at);
        } catch (PyError e) {
            throw e.at(at);
        }
        at = end + 1;
    }

    private PyError unexpected() {
        int c = text.codePointAt(at);
        return Source.error(at, "unexpected char '" + Character.toString(c) + "'");
    }

    private void number() {
        int start = at;
        int whole = digits(start);
        int end = whole;
        // After a point only an int can come: body.1.5 is two indexes.
        if (start == 0 || text.charAt(start - 1) != '.') {
            if (end < text.length() && text.charAt(end) == '.' && digits(end + 1) > end + 1) {
                end = digits(end + 1);
            }
            end = exponent(end);
        }
        if (end > whole) {
            at = end;
            Double value = Double.valueOf(text.substring(start, end).replace("_", ""));
            add(Token.Kind.FLOAT, text.substring(start, end), value, start);
            return;
        }
        integer(start, whole);
    }

    private int exponent(int end) {
        if (end < text.length() && (text.charAt(end) == 'e' || text.charAt(end) == 'E')) {
            int i = end + 1;
            if (i < text.length() && (text.charAt(i) == '+' || text.charAt(i) == '-')) {
                i++;
            }
            if (digits(i) > i) {
                return digits(i);
            }
        }
        return end;
    }

    /** End of digits with single underscores between them. */
    private int digits(int from) {
        int i = from;
        while (i < text.length()) {
            char c = text.charAt(i);
            boolean digit = c >= '0' && c <= '9';
            boolean between = c == '_'
                    && i > from
                    && text.charAt(i - 1) != '_'
                    && i + 1 < text.length()
                    && Character.digit(text.charAt(i + 1), 10) >= 0
                    && text.charAt(i + 1) < 128;
            if (!digit && !between) {
                break;
            }
            i++;
        }
        return i;
    }

    private void integer(int start, int decimalEnd) {
        int end = decimalEnd;
        int radix = 10;
        if (text.charAt(start) == '0') {
            int marked =
                    switch (Character.toLowerCase(peek(1))) {
                        case 'b' -> 2;
                        case 'o' -> 8;
                        case 'x' -> 16;
                        default -> 0;
                    };
            int stop = marked == 0 ? 0 : marked(start + 2, marked);
            if (stop > start + 2) {
                radix = marked;
                end = stop;
            } else {
                end = start + 1;
                while (end < decimalEnd
                        && (text.charAt(end) == '0' || text.charAt(end) == '_' && text.charAt(end + 1) == '0')) {
                    end++;
                }
            }
        }
        String digits = text.substring(radix == 10 ? start : start + 2, end).replace("_", "");
        try {
            add(Token.Kind.INTEGER, text.substring(start, end), Numbers.parseInt(digits, radix), start);
        } catch (PyError e) {
            throw e.at(start);
        }
        at = end;
    }

    private int marked(int from, int radix) {
        int i = from;
        while (i < text.length()) {
            int digit = i + (text.charAt(i) == '_' ? 1 : 0);
            if (digit >= text.length() || text.charAt(digit) > 127 || Character.digit(text.charAt(digit), radix) < 0) {
                break;
            }
            i = digit + 1;
        }
        return i;
    }

    private void operator(Deque<Character> brackets) {
        for (String operator : OPERATORS) {
            if (text.startsWith(operator, at)) {
                add(Token.Kind.OPERATOR, operator, null, at);
                at += 2;
                return;
            }
        }
        char c = text.charAt(at);
        if (SINGLE_OPERATORS.indexOf(c) < 0) {
            throw unexpected();
        }
        switch (c) {
            case '(' -> brackets.push(')');
            case '[' -> brackets.push(']');
            case '{' -> brackets.push('}');
            case ')', ']', '}' -> {
                if (brackets.isEmpty()) {
                    throw Source.error(at, "unexpected '" + c + "'");
                }
                char expected = brackets.pop();
                if (expected != c) {
                    throw Source.error(at, "unexpected '" + c + "', expected '" + expected + "'");
                }
            }
            default -> {}
        }
        add(Token.Kind.OPERATOR, String.valueOf(c), null, at);
        at++;
    }
}
