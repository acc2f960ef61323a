package dev.waystation.jinja.value;

import java.math.BigDecimal;
import java.math.BigInteger;

/** The attributes and methods of numbers. */
final class NumberMethods {
    private static final MethodTable<Object> INT = new MethodTable<>();
    private static final MethodTable<Object> FLOAT = new MethodTable<>();
    /** Methods of complex numbers. */
    static final MethodTable<PyComplex> COMPLEX = new MethodTable<>();

    static {
        INT.add("bit_length()", (r, self, a) -> (long) Numbers.big(self).abs().bitLength())
                .add("bit_count()", (r, self, a) ->
                        (long) Numbers.big(self).abs().bitCount())
                .add("conjugate()", (r, self, a) -> Arithmetic.plus(self))
                .add("as_integer_ratio()", (r, self, a) -> PyTuple.of(Arithmetic.plus(self), 1L));
        FLOAT.add("is_integer()", (r, self, a) -> {
                    double d = (Double) self;
                    return d == Math.rint(d) && !Double.isInfinite(d);
                })
                .add("conjugate()", (r, self, a) -> self)
                .add("as_integer_ratio()", (r, self, a) -> ratio((Double) self))
                .add("hex()", (r, self, a) -> hex((Double) self));
        COMPLEX.add("conjugate()", (r, self, a) -> new PyComplex(self.real(), -self.imaginary()));
    }

    private NumberMethods() {}

    static Object attribute(Object number, String name) {
        boolean isInt = Numbers.isInt(number);
        return switch (name) {
            case "real" -> Arithmetic.plus(number);
            case "imag" -> isInt ? (Object) 0L : (Object) 0.0;
            case "numerator" -> isInt ? Arithmetic.plus(number) : null;
            case "denominator" -> isInt ? 1L : null;
            default -> (isInt ? INT : FLOAT).bind(number, name);
        };
    }

    private static Object ratio(double value) {
        Numbers.truncated(value);
        BigDecimal exact = new BigDecimal(value);
        BigInteger numerator = exact.unscaledValue();
        BigInteger denominator = BigInteger.TEN.pow(Math.max(0, exact.scale()));
        BigInteger common = numerator.gcd(denominator);
        return PyTuple.of(Numbers.small(numerator.divide(common)), Numbers.small(denominator.divide(common)));
    }

    private static String hex(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return Floats.shortest(value);
        }
        if (value == 0) {
            return (1 / value < 0 ? "-" : "") + "0x0.0p+0";
        }
        long bits = Double.doubleToLongBits(Math.abs(value));
        int exponent = (int) (bits >>> 52) - 1023;
        boolean subnormal = exponent == -1023;
        String fraction = String.format("%013x", bits & 0xFFFFFFFFFFFFFL);
        int shown = subnormal ? -1022 : exponent;
        return (value < 0 ? "-" : "") + (subnormal ? "0x0." : "0x1.") + fraction + "p" + (shown < 0 ? "" : "+") + shown;
    }
}
