package dev.waystation.jinja.filter;

import dev.waystation.jinja.value.Arithmetic;
import dev.waystation.jinja.value.Comparison;
import dev.waystation.jinja.value.Markup;
import dev.waystation.jinja.value.None;
import dev.waystation.jinja.value.Numbers;
import dev.waystation.jinja.value.PyBytes;
import dev.waystation.jinja.value.PyCallable;
import dev.waystation.jinja.value.PyComplex;
import dev.waystation.jinja.value.PyDict;
import dev.waystation.jinja.value.PyRange;
import dev.waystation.jinja.value.PySequence;
import dev.waystation.jinja.value.Rendering;
import dev.waystation.jinja.value.Text;
import dev.waystation.jinja.value.Undefined;
import dev.waystation.jinja.value.Values;
import java.util.function.Predicate;

/** The tests: what may stand after {@code is}. */
final class TemplateTests {
    private TemplateTests() {}

    static void addTo(Registry registry) {
        kinds(registry);
        comparisons(registry);
        registry.test("odd(value)", (r, a) -> remainder(r, a[0], 2L, 1L))
                .test("even(value)", (r, a) -> remainder(r, a[0], 2L, 0L))
                .test("divisibleby(value, num)", (r, a) -> remainder(r, a[0], a[1], 0L))
                .test("lower(value)", (r, a) -> isCase(Softly.text(r, a[0]), false))
                .test("upper(value)", (r, a) -> isCase(Softly.text(r, a[0]), true))
                .test("filter(value)", (r, a) -> isName(r, a[0]) && r.library().filter(Values.text(a[0])) != null)
                .test("test(value)", (r, a) -> isName(r, a[0]) && r.library().test(Values.text(a[0])) != null);
    }

    /** Whether a value can be a name; like a look-up in Python, it fails on what cannot be a key. */
    private static boolean isName(Rendering r, Object value) {
        new PyDict.Builder(r).put(value, true);
        return Values.isText(value);
    }

    private static void kind(Registry registry, String name, Predicate<Object> test) {
        registry.test(name + "(value)", (r, a) -> test.test(a[0]));
    }

    private static void kinds(Registry registry) {
        kind(registry, "defined", value -> !(value instanceof Undefined));
        kind(registry, "undefined", value -> value instanceof Undefined);
        kind(registry, "none", value -> value == None.NONE);
        kind(registry, "boolean", value -> value instanceof Boolean);
        kind(registry, "true", value -> Boolean.TRUE.equals(value));
        kind(registry, "false", value -> Boolean.FALSE.equals(value));
        kind(registry, "integer", value -> Numbers.isInt(value) && !(value instanceof Boolean));
        kind(registry, "float", value -> value instanceof Double);
        kind(registry, "number", value -> Numbers.isReal(value) || value instanceof PyComplex);
        kind(registry, "string", Values::isText);
        kind(registry, "mapping", value -> value instanceof PyDict);
        kind(registry, "iterable", Values::iterable);
        kind(registry, "callable", value -> value instanceof PyCallable || value instanceof Undefined);
        kind(registry, "escaped", value -> value instanceof Markup || value instanceof Undefined u && u.chainable());
        kind(registry, "sequence", TemplateTests::isSequence);
    }

    private static boolean isSequence(Object value) {
        return Values.isText(value)
                || value instanceof PySequence
                || value instanceof PyDict
                || value instanceof PyRange
                || value instanceof PyBytes
                || value instanceof Undefined u && u.chainable();
    }

    private static void comparisons(Registry registry) {
        registry.test("eq(a, b, /)", (r, a) -> Comparison.equal(r, a[0], a[1]))
                .testAlias("eq", "==", "equalto")
                .test("ne(a, b, /)", (r, a) -> !Comparison.equal(r, a[0], a[1]))
                .testAlias("ne", "!=")
                .test("gt(a, b, /)", (r, a) -> Comparison.ordered(r, ">", a[0], a[1]))
                .testAlias("gt", ">", "greaterthan")
                .test("ge(a, b, /)", (r, a) -> Comparison.ordered(r, ">=", a[0], a[1]))
                .testAlias("ge", ">=")
                .test("lt(a, b, /)", (r, a) -> Comparison.ordered(r, "<", a[0], a[1]))
                .testAlias("lt", "<", "lessthan")
                .test("le(a, b, /)", (r, a) -> Comparison.ordered(r, "<=", a[0], a[1]))
                .testAlias("le", "<=")
                .test("in(value, seq)", (r, a) -> Comparison.contains(r, a[1], a[0]))
                .test("sameas(value, other)", (r, a) -> Values.same(a[0], a[1]));
    }

    private static boolean remainder(Rendering r, Object value, Object divisor, Object wanted) {
        return Comparison.equal(r, Arithmetic.modulo(r, value, divisor), wanted);
    }

    private static boolean isCase(String text, boolean upper) {
        return upper ? Text.isUpper(text) : Text.isLower(text);
    }
}
