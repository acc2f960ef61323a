package dev.waystation.jinja.humanize;

import dev.waystation.jinja.filter.Registry;
import dev.waystation.jinja.value.Numbers;
import dev.waystation.jinja.value.PyError;
import dev.waystation.jinja.value.Rendering;
import dev.waystation.jinja.value.Values;

/** Sizes of files. */
final class HumanSizes {
    private static final String PREFIXES = "KMGTPEZYRQ";

    private HumanSizes() {}

    static void addTo(Registry registry) {
        registry.filter("humanize_naturalsize(value, binary=False, gnu=False, format='%.1f')", HumanSizes::size);
    }

    private static Object size(Rendering r, Object[] a) {
        double bytes = Lenient.real(a[0]);
        boolean gnu = Values.truthy(a[2]);
        boolean binary = Values.truthy(a[1]);
        double base = gnu || binary ? 1024 : 1000;
        double size = Math.abs(bytes);
        if (Double.isNaN(bytes)) {
            throw PyError.value("cannot convert float NaN to integer");
        }
        if (size == 1 && !gnu) {
            return (long) bytes + " Byte";
        }
        if (size < base) {
            return Values.str(r, Numbers.truncated(bytes)) + (gnu ? "B" : " Bytes");
        }
        int exponent = 1;
        double unit = base;
        while (exponent < PREFIXES.length() && size >= unit * base) {
            unit *= base;
            exponent++;
        }
        String shown = Lenient.percent(r, a[3], bytes / unit);
        if (exponent < PREFIXES.length() && Math.abs(Lenient.real(shown)) >= base) {
            exponent++;
            shown = Lenient.percent(r, a[3], bytes / (unit * base));
        }
        String prefix = PREFIXES.substring(exponent - 1, exponent);
        if (gnu) {
            return shown + prefix;
        }
        return shown + " " + (binary ? prefix + "i" : prefix.equals("K") ? "k" : prefix) + "B";
    }
}
