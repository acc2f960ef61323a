package dev.waystation.jinja.humanize;

import dev.waystation.jinja.filter.Registry;
import dev.waystation.jinja.value.None;
import dev.waystation.jinja.value.PyError;
import dev.waystation.jinja.value.PyObject;
import dev.waystation.jinja.value.Rendering;
import dev.waystation.jinja.value.Values;
import java.util.Locale;

/** The filters of jinja2-humanize-extension: humanize 4.16 in English. */
public final class Humanize {
    /** What activating a language gives; Python's prints as an object, and so does this. */
    private static final PyObject TRANSLATIONS = () -> "gettext.NullTranslations";

    private Humanize() {}

    /** Adds the filters. */
    public static void addTo(Registry registry) {
        HumanSizes.addTo(registry);
        HumanNumbers.addTo(registry);
        HumanTimes.addTo(registry);
        registry.filter("humanize_activate(locale, path=None)", Humanize::activate)
                .filter("humanize_deactivate(value)", (r, a) -> None.NONE);
    }

    private static Object activate(Rendering r, Object[] a) {
        boolean english = a[0] == None.NONE
                || Values.str(r, a[0]).toLowerCase(Locale.ROOT).startsWith("en");
        if (!english) {
            throw PyError.value(
                    "the locale '" + Values.str(r, a[0]) + "' is not available: humanize filters speak English");
        }
        return TRANSLATIONS;
    }
}
