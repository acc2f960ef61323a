package dev.waystation.jinja.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Python's arithmetic operators. */
public final class Arithmetic {
    /** Results larger than this many bits are refused; Python would only be slow. */
    private static final int MAXIMUM_BITS = 1 << 18;

    private Arithmetic() {}

    /** Python's {@code a + b}. */
    public static Object add(Rendering r, Object a, Object b) {
        if (a instanceof Long x && b instanceof Long y) {
            long sum = x + y;
            if (((x ^ sum) & (y ^ sum)) >= 0) {
                return sum;
            }
        }
        if (Values.isText(a) && Values.isText(b)) {
            return concat(r, a, b);
        }
        if (a instanceof Markup && b instanceof Undefined undefined && undefined.chainable()) {
            return a;
        }
        if (Numbers.isInt(a) && Numbers.isInt(b)) {
            return Numbers.small(Numbers.big(a).add(Numbers.big(b)));
        }
        if (Numbers.isReal(a) && Numbers.isReal(b)) {
            return Numbers.real(a) + Numbers.real(b);
        }
        if (isComplex(a, b)) {
            return complex(a).plus(complex(b));
        }
        if (a instanceof PySequence x && b instanceof PySequence y && x.getClass() == y.getClass()) {
            r.items((long) x.size() + y.size());
            List<Object> items = new ArrayList<>(x.size() + y.size());
            for (int i = 0; i < x.size(); i++) {
                items.add(x.get(i));
            }
            for (int i = 0; i < y.size(); i++) {
                items.add(y.get(i));
            }
            return x.like(items);
        }
        if (a instanceof PyBytes x && b instanceof PyBytes y) {
            r.text((long) x.length() + y.length());
            byte[] sum = Arrays.copyOf(x.bytes(), x.length() + y.length());
            System.arraycopy(y.bytes(), 0, sum, x.length(), y.length());
            return new PyBytes(sum);
        }
        throw unsupported("+", a, b);
    }

    private static Object concat(Rendering r, Object a, Object b) {
        boolean safe = a instanceof Markup || b instanceof Markup;
        String x = safe ? Markup.escape(r, a).text() : (String) a;
        String y = safe ? Markup.escape(r, b).text() : (String) b;
        r.text((long) x.length() + y.length());
        return safe ? new Markup(x + y) : x + y;
    }

    /** Python's {@code a - b}. */
    public static Object subtract(Rendering r, Object a, Object b) {
        if (a instanceof Long x && b instanceof Long y) {
            long difference = x - y;
            if (((x ^ y) & (x ^ difference)) >= 0) {
                return difference;
            }
        }
        if (Numbers.isInt(a) && Numbers.isInt(b)) {
            return Numbers.small(Numbers.big(a).subtract(Numbers.big(b)));
        }
        if (Numbers.isReal(a) && Numbers.isReal(b)) {
            return Numbers.real(a) - Numbers.real(b);
        }
        if (isComplex(a, b)) {
            return complex(a).minus(complex(b));
        }
        if (a instanceof DictView view && view.isSet() || a instanceof PySet && b instanceof PySet) {
            PyDict.Builder left = new PyDict.Builder(r);
            PyDict.Builder taken = new PyDict.Builder(r);
            Values.list(r, b).forEach(item -> taken.put(item, true));
            PyDict away = taken.build();
            Values.list(r, a).forEach(item -> {
                if (away.get(r, item) == null) {
                    left.put(item, true);
                }
            });
            return new PySet(left.build());
        }
        throw unsupported("-", a, b);
    }

    /** Python's {@code a * b}. */
    public static Object multiply(Rendering r, Object a, Object b) {
        if (a instanceof Long x && b instanceof Long y) {
            long high = Math.multiplyHigh(x, y);
            long low = x * y;
            if (high == 0 && low >= 0 || high == -1 && low < 0) {
                return low;
            }
        }
        if (Numbers.isInt(a) && Numbers.isInt(b)) {
            BigInteger x = Numbers.big(a);
            BigInteger y = Numbers.big(b);
            bits(r, (long) x.bitLength() + y.bitLength());
            return Numbers.small(x.multiply(y));
        }
        if (Numbers.isReal(a) && Numbers.isReal(b)) {
            return Numbers.real(a) * Numbers.real(b);
        }
        if (isComplex(a, b)) {
            return complex(a).times(complex(b));
        }
        if (Numbers.isInt(b)) {
            Object repeated = repeat(r, a, b);
            if (repeated != null) {
                return repeated;
            }
        } else if (Numbers.isInt(a)) {
            Object repeated = repeat(r, b, a);
            if (repeated != null) {
                return repeated;
            }
        }
        throw unsupported("*", a, b);
    }

    private static Object repeat(Rendering r, Object sequence, Object times) {
        // No text or list can be longer than an int says, so more repetitions than that are as many.
        long count = Math.max(0, Math.min(Integer.MAX_VALUE, Numbers.index(times)));
        if (Values.isText(sequence)) {
            String text = Values.text(sequence);
            r.text(count * text.length());
            String repeated = text.isEmpty() ? "" : text.repeat((int) count);
            return sequence instanceof Markup ? new Markup(repeated) : repeated;
        }
        if (sequence instanceof PySequence items) {
            r.items(count * items.size());
            List<Object> repeated = new ArrayList<>();
            for (long i = 0; i < (items.size() == 0 ? 0 : count); i++) {
                for (int j = 0; j < items.size(); j++) {
                    repeated.add(items.get(j));
                }
            }
            return items.like(repeated);
        }
        if (sequence instanceof PyBytes bytes) {
            r.text(count * bytes.length());
            byte[] repeated = new byte[(int) (bytes.length() == 0 ? 0 : count * bytes.length())];
            for (int i = 0; i < repeated.length; i++) {
                repeated[i] = bytes.bytes()[i % bytes.length()];
            }
            return new PyBytes(repeated);
        }
        return null;
    }

    /** Python's {@code a / b}: a float also of two ints, correctly rounded. */
    public static Object divide(Rendering r, Object a, Object b) {
        if (Numbers.isReal(a) && Numbers.isReal(b)) {
            if (!Values.truthy(b)) {
                throw zero(a instanceof Double || b instanceof Double ? "float division by zero" : "division by zero");
            }
            if (a instanceof Double || b instanceof Double) {
                return Numbers.real(a) / Numbers.real(b);
            }
            BigInteger x = Numbers.big(a);
            BigInteger y = Numbers.big(b);
            if (x.bitLength() <= 53 && y.bitLength() <= 53) {
                return x.doubleValue() / y.doubleValue();
            }
            r.steps(x.bitLength() + y.bitLength());
            // More digits than any tie between two doubles has, so that rounding twice rounds right.
            double quotient = new BigDecimal(x)
                    .divide(new BigDecimal(y), new MathContext(800))
                    .doubleValue();
            if (Double.isInfinite(quotient)) {
                throw PyError.overflow("integer division result too large for a float");
            }
            return quotient;
        }
        if (isComplex(a, b)) {
            return complex(a).over(complex(b));
        }
        throw unsupported("/", a, b);
    }

    /** Python's {@code a // b}: rounds down. */
    public static Object floorDivide(Rendering r, Object a, Object b) {
        if (a instanceof Long x && b instanceof Long y && y != 0 && !(x == Long.MIN_VALUE && y == -1)) {
            return Math.floorDiv(x, y);
        }
        if (Numbers.isInt(a) && Numbers.isInt(b)) {
            return divideInts(r, a, b)[0];
        }
        if (Numbers.isReal(a) && Numbers.isReal(b)) {
            double x = Numbers.real(a);
            double y = Numbers.real(b);
            if (y == 0) {
                throw zero("float floor division by zero");
            }
            double remainder = floatModulo(x, y);
            double quotient = (x - remainder) / y;
            if (quotient == 0) {
                return Math.copySign(0.0, x / y);
            }
            double floor = Math.floor(quotient);
            return quotient - floor > 0.5 ? floor + 1 : floor;
        }
        throw unsupported("//", a, b);
    }

    /** Python's {@code a % b}: the sign of the divisor, or formatting if a is text. */
    public static Object modulo(Rendering r, Object a, Object b) {
        if (a instanceof Long x && b instanceof Long y && y != 0) {
            return Math.floorMod(x, y);
        }
        if (Values.isText(a)) {
            return PercentFormat.format(r, a, b);
        }
        if (Numbers.isInt(a) && Numbers.isInt(b)) {
            return divideInts(r, a, b)[1];
        }
        if (Numbers.isReal(a) && Numbers.isReal(b)) {
            double y = Numbers.real(b);
            if (y == 0) {
                throw zero("float modulo");
            }
            return floatModulo(Numbers.real(a), y);
        }
        throw unsupported("%", a, b);
    }

    private static Object[] divideInts(Rendering r, Object a, Object b) {
        BigInteger x = Numbers.big(a);
        BigInteger y = Numbers.big(b);
        if (y.signum() == 0) {
            throw zero("integer division or modulo by zero");
        }
        r.steps(1 + (long) x.bitLength() * y.bitLength() / 65536);
        BigInteger[] both = x.divideAndRemainder(y);
        if (both[1].signum() != 0 && both[1].signum() != y.signum()) {
            both[0] = both[0].subtract(BigInteger.ONE);
            both[1] = both[1].add(y);
        }
        return new Object[] {Numbers.small(both[0]), Numbers.small(both[1])};
    }

    private static double floatModulo(double x, double y) {
        double remainder = x % y;
        if (remainder != 0) {
            return remainder < 0 != y < 0 ? remainder + y : remainder;
        }
        return Math.copySign(0.0, y);
    }

    /** Python's {@code a ** b}. */
    public static Object power(Rendering r, Object a, Object b) {
        if (Numbers.isInt(a) && Numbers.isInt(b) && Numbers.clamped(b) >= 0) {
            BigInteger base = Numbers.big(a);
            if (base.bitLength() <= 1 && base.abs().bitLength() <= 1) {
                boolean odd = Numbers.big(b).testBit(0);
                return base.signum() == 0 ? (Values.truthy(b) ? 0L : 1L) : base.signum() < 0 && odd ? -1L : 1L;
            }
            long exponent = Numbers.index(b);
            bits(r, exponent * base.bitLength());
            return Numbers.small(base.pow((int) exponent));
        }
        if (Numbers.isReal(a) && Numbers.isReal(b)) {
            double x = Numbers.real(a);
            double y = Numbers.real(b);
            if (x == 0 && y < 0) {
                throw zero("0.0 cannot be raised to a negative power");
            }
            if (x < 0 && !Double.isInfinite(x) && !Double.isInfinite(y) && y != Math.rint(y) && !Double.isNaN(y)) {
                return complex(a).power(complex(b));
            }
            if (x == 1 || y == 0) {
                return 1.0;
            }
            if (x == -1 && Double.isInfinite(y)) {
                return 1.0;
            }
            double result = Math.pow(x, y);
            if (Double.isInfinite(result) && !Double.isInfinite(x) && !Double.isInfinite(y)) {
                throw PyError.overflow("(34, 'Numerical result out of range')");
            }
            return result;
        }
        if (isComplex(a, b)) {
            return complex(a).power(complex(b));
        }
        throw unsupported("** or pow()", a, b);
    }

    /** Python's {@code -a}. */
    public static Object negate(Object a) {
        if (a instanceof Long x && x != Long.MIN_VALUE) {
            return -x;
        }
        if (Numbers.isInt(a)) {
            return Numbers.small(Numbers.big(a).negate());
        }
        if (a instanceof Double d) {
            return -d;
        }
        if (a instanceof PyComplex c) {
            return new PyComplex(-c.real(), -c.imaginary());
        }
        throw unary("-", a);
    }

    /** Python's {@code +a}. */
    public static Object plus(Object a) {
        if (a instanceof Boolean b) {
            return b ? 1L : 0L;
        }
        if (Numbers.isReal(a) || a instanceof PyComplex) {
            return a;
        }
        throw unary("+", a);
    }

    /** Python's {@code abs(a)}. */
    public static Object absolute(Object a) {
        if (Numbers.isInt(a)) {
            return Numbers.clamped(a) < 0 ? negate(a) : plus(a);
        }
        if (a instanceof Double d) {
            return Math.abs(d);
        }
        if (a instanceof PyComplex c) {
            return Math.hypot(c.real(), c.imaginary());
        }
        throw PyError.type("bad operand type for abs(): '" + Values.typeName(a) + "'");
    }

    private static void bits(Rendering r, long bits) {
        if (bits > MAXIMUM_BITS) {
            throw PyError.limit("an int of more than " + MAXIMUM_BITS + " bits");
        }
        r.text(bits / 16);
        r.steps(1 + bits * bits / (1L << 22));
    }

    private static boolean isComplex(Object a, Object b) {
        return a instanceof PyComplex && (b instanceof PyComplex || Numbers.isReal(b))
                || b instanceof PyComplex && Numbers.isReal(a);
    }

    private static PyComplex complex(Object a) {
        return a instanceof PyComplex c ? c : new PyComplex(Numbers.real(a), 0);
    }

    private static PyError zero(String message) {
        return new PyError(PyError.Type.ZERO_DIVISION, message);
    }

    private static PyError unary(String operator, Object a) {
        if (a instanceof Undefined undefined) {
            return undefined.error();
        }
        return PyError.type("bad operand type for unary " + operator + ": '" + Values.typeName(a) + "'");
    }

    private static PyError unsupported(String operator, Object a, Object b) {
        if (a instanceof Undefined undefined) {
            return undefined.error();
        }
        if (b instanceof Undefined undefined) {
            return undefined.error();
        }
        return PyError.type("unsupported operand type(s) for " + operator + ": '" + Values.typeName(a) + "' and '"
                + Values.typeName(b) + "'");
    }
}
