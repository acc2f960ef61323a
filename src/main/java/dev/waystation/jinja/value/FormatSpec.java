package dev.waystation.jinja.value;

import java.math.BigInteger;

/** Python's format mini-language: what may stand after the colon in {@code '{:>10.2f}'}. */
public final class FormatSpec {
    private int fill = ' ';
    private char align;
    /** Plus, minus or space; 0 if not given, which means minus. */
    private char sign;

    private boolean noNegativeZero;
    private boolean alternative;
    private boolean zeroPadded;
    private int width = -1;
    private char grouping;
    private int precision = -1;
    private char type;

    private FormatSpec() {}

    /** Python's {@code format(value, spec)}. */
    public static String format(Rendering r, Object value, String spec) {
        if (spec.isEmpty()) {
            return Values.str(r, value);
        }
        if (!Values.isText(value) && !Numbers.isReal(value) && !(value instanceof PyComplex)) {
            throw PyError.type("unsupported format string passed to " + Values.typeName(value) + ".__format__");
        }
        FormatSpec parsed = parse(spec);
        if (Values.isText(value)) {
            return parsed.text(r, Values.text(value));
        }
        if (value instanceof PyComplex complex) {
            return parsed.complex(r, complex);
        }
        if (value instanceof Double d) {
            return parsed.real(r, d);
        }
        return parsed.integer(r, value);
    }

    private static FormatSpec parse(String spec) {
        FormatSpec f = new FormatSpec();
        int[] points = spec.codePoints().toArray();
        int at = 0;
        if (points.length > 1 && isAlign(points[1])) {
            f.fill = points[0];
            f.align = (char) points[1];
            at = 2;
        } else if (points.length > 0 && isAlign(points[0])) {
            f.align = (char) points[0];
            at = 1;
        }
        if (at < points.length && (points[at] == '+' || points[at] == '-' || points[at] == ' ')) {
            f.sign = (char) points[at++];
        }
        if (at < points.length && points[at] == 'z') {
            f.noNegativeZero = true;
            at++;
        }
        if (at < points.length && points[at] == '#') {
            f.alternative = true;
            at++;
        }
        if (at < points.length && points[at] == '0') {
            f.zeroPadded = true;
            at++;
        }
        int start = at;
        while (at < points.length && points[at] >= '0' && points[at] <= '9') {
            at++;
        }
        if (at > start) {
            f.width = number(points, start, at);
        }
        if (at < points.length && (points[at] == ',' || points[at] == '_')) {
            f.grouping = (char) points[at++];
            if (at < points.length && (points[at] == ',' || points[at] == '_')) {
                throw PyError.value("Cannot specify both ',' and '_'.");
            }
        }
        if (at < points.length && points[at] == '.') {
            start = ++at;
            while (at < points.length && points[at] >= '0' && points[at] <= '9') {
                at++;
            }
            if (at == start) {
                throw PyError.value("Format specifier missing precision");
            }
            f.precision = number(points, start, at);
        }
        if (points.length - at > 1) {
            throw PyError.value("Invalid format specifier");
        }
        if (at < points.length) {
            f.type = points[at] < 128 ? (char) points[at] : '\uFFFF';
        }
        if (f.zeroPadded && f.align == 0) {
            f.fill = '0';
            f.align = '=';
        } else if (f.zeroPadded && f.fill == ' ') {
            f.fill = '0';
        }
        return f;
    }

    private static boolean isAlign(int c) {
        return c == '<' || c == '>' || c == '=' || c == '^';
    }

    private static int number(int[] points, int from, int to) {
        long number = 0;
        for (int i = from; i < to; i++) {
            number = number * 10 + points[i] - '0';
            if (number > Integer.MAX_VALUE) {
                throw PyError.value("Too many decimal digits in format string");
            }
        }
        return (int) number;
    }

    private String text(Rendering r, String s) {
        r.steps(s.length() >> 6);
        if (type != 0 && type != 's') {
            throw unknown("str");
        }
        if (sign != 0 || alternative || grouping != 0 || noNegativeZero) {
            throw PyError.value("Sign, grouping and '#' are not allowed in a format specifier for a string");
        }
        char how = align;
        if (align == '=') {
            if (!zeroPadded) {
                throw PyError.value("'=' alignment not allowed in string format specifier");
            }
            how = '<';
        }
        String shown = precision >= 0 ? Text.first(s, precision) : s;
        return pad(r, "", shown, how == 0 ? '<' : how);
    }

    private String integer(Rendering r, Object value) {
        if (type != 0 && "eEfFgG%".indexOf(type) >= 0) {
            return real(r, Numbers.real(value));
        }
        if (type != 0 && "bcdoxXn".indexOf(type) < 0) {
            throw unknown("int");
        }
        if (precision >= 0) {
            throw PyError.value("Precision not allowed in integer format specifier");
        }
        if (noNegativeZero) {
            throw PyError.value("Negative zero coercion (z) not allowed in format specifier with integer");
        }
        if (type == 'c') {
            if (sign != 0 || alternative || grouping != 0) {
                throw PyError.value("Sign, grouping and '#' are not allowed with integer format specifier 'c'");
            }
            return pad(r, "", StrMethods.character(value), align == 0 ? '<' : align);
        }
        if (grouping == ',' && "boxXn".indexOf(type) >= 0 && type != 0 || grouping == '_' && type == 'n') {
            throw PyError.value("Cannot specify '" + grouping + "' with '" + type + "'.");
        }
        BigInteger size = Numbers.big(value).abs();
        int radix =
                switch (type) {
                    case 'b' -> 2;
                    case 'o' -> 8;
                    case 'x', 'X' -> 16;
                    default -> 10;
                };
        r.text(size.bitLength());
        String digits = radix == 10 ? Repr.digits(r, size) : size.toString(radix);
        String prefix = alternative && radix != 10 ? "0" + type : "";
        if (type == 'X') {
            digits = digits.toUpperCase(java.util.Locale.ROOT);
        }
        String signed = Numbers.big(value).signum() < 0 ? "-" : sign == 0 || sign == '-' ? "" : String.valueOf(sign);
        return number(r, signed + prefix, digits, "", radix == 10 ? 3 : 4);
    }

    private String real(Rendering r, double value) {
        if (type != 0 && "eEfFgGn%".indexOf(type) < 0) {
            throw unknown("float");
        }
        if (grouping != 0 && type == 'n') {
            throw PyError.value("Cannot specify '" + grouping + "' with 'n'.");
        }
        String body = digits(r, Math.abs(value), type, precision);
        boolean negative = value < 0 || value == 0 && 1 / value < 0;
        if (noNegativeZero
                && negative
                && body.chars().noneMatch(c -> c >= '1' && c <= '9')
                && !Double.isInfinite(value)) {
            negative = false;
        }
        String signed = negative ? "-" : sign == 0 || sign == '-' ? "" : String.valueOf(sign);
        int whole = 0;
        while (whole < body.length() && body.charAt(whole) >= '0' && body.charAt(whole) <= '9') {
            whole++;
        }
        return number(r, signed, body.substring(0, whole), body.substring(whole), 3);
    }

    private String digits(Rendering r, double size, char kind, int places) {
        String end = kind == '%' ? "%" : "";
        if (Double.isNaN(size) || Double.isInfinite(size)) {
            String name = Double.isNaN(size) ? "nan" : "inf";
            return (kind == 'E' || kind == 'F' || kind == 'G' ? Text.upper(name) : name) + end;
        }
        if (kind == 0 && places < 0) {
            String shortest = Floats.shortest(size);
            return alternative && shortest.indexOf('.') < 0 ? shortest.replace("e", ".e") : shortest;
        }
        if (kind == 0) {
            return FloatFormat.general(r, size, Math.max(1, places), alternative, true);
        }
        int decimals = places < 0 ? 6 : places;
        if (kind == '%') {
            return FloatFormat.format(r, size * 100, 'f', decimals, alternative) + end;
        }
        return FloatFormat.format(r, size, kind == 'n' ? 'g' : kind, decimals, alternative);
    }

    private String complex(Rendering r, PyComplex value) {
        if (align == '=' || zeroPadded || type == '%' || type != 0 && "eEfFgGn".indexOf(type) < 0) {
            throw unknown("complex");
        }
        FormatSpec part = new FormatSpec();
        part.type = type == 0 && precision >= 0 ? 'g' : type;
        part.precision = precision;
        part.grouping = grouping;
        part.alternative = alternative;
        part.sign = sign;
        String real = part.real(r, value.real());
        part.sign = '+';
        String imaginary = part.real(r, value.imaginary());
        String shown = real + imaginary + "j";
        if (type == 0 && precision < 0) {
            TextBuilder repr = new TextBuilder(r);
            value.repr(r, repr);
            shown = repr.toString();
        } else if (type == 0) {
            shown = value.real() == 0 ? imaginary.substring(1) + "j" : "(" + shown + ")";
        }
        return pad(r, "", shown, align == 0 ? '>' : align);
    }

    /** Sign and prefix, digits with separators, and the rest, filled up to the width. */
    private String number(Rendering r, String lead, String digits, String rest, int group) {
        String grouped = digits;
        if (grouping != 0) {
            // Zeros that fill up are grouped like digits.
            int least = align == '=' && fill == '0' ? width - lead.length() - rest.length() : 0;
            grouped = group(r, digits, group, least);
        }
        return pad(r, lead, grouped + rest, align == 0 ? '>' : align);
    }

    private String group(Rendering r, String digits, int group, int least) {
        r.text(Math.max(2L * digits.length(), least));
        StringBuilder backwards = new StringBuilder();
        int count = 0;
        for (int i = digits.length() - 1; i >= 0 || backwards.length() < least; i--) {
            if (count > 0 && count % group == 0) {
                backwards.append(grouping);
            }
            backwards.append(i >= 0 ? digits.charAt(i) : '0');
            count++;
        }
        return backwards.reverse().toString();
    }

    private String pad(Rendering r, String lead, String body, char how) {
        long missing = width - (long) Text.length(lead) - Text.length(body);
        if (missing <= 0) {
            return lead + body;
        }
        r.text(2L * width);
        String filler = Character.toString(fill);
        int left =
                switch (how) {
                    case '<' -> 0;
                    case '^' -> (int) (missing / 2);
                    default -> (int) missing;
                };
        if (how == '=') {
            return lead + filler.repeat(left) + body;
        }
        return filler.repeat(left) + lead + body + filler.repeat((int) missing - left);
    }

    private PyError unknown(String typeName) {
        return PyError.value("Unknown format code '" + type + "' for object of type '" + typeName + "'");
    }
}
