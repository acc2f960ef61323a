package dev.waystation.jinja.filter;

import dev.waystation.jinja.value.Access;
import dev.waystation.jinja.value.JsonReader;
import dev.waystation.jinja.value.JsonWriter;
import dev.waystation.jinja.value.Markup;
import dev.waystation.jinja.value.None;
import dev.waystation.jinja.value.PyError;
import dev.waystation.jinja.value.Rendering;
import dev.waystation.jinja.value.Undefined;
import dev.waystation.jinja.value.Values;

/** Filters for any value: defaults, attributes, JSON. */
final class ValueFilters {
    private ValueFilters() {}

    static void addTo(Registry registry) {
        registry.filter("default(value, default_value='', boolean=False)", (r, a) -> {
                    boolean missing = a[0] instanceof Undefined || Values.truthy(a[2]) && !Values.truthy(a[0]);
                    return missing ? a[1] : a[0];
                })
                .filterAlias("d", "default")
                .filter("attr(obj, name)", (r, a) -> attribute(r, a[0], a[1]))
                .filter("pprint(value)", (r, a) -> new PrettyPrint(r).print(a[0]))
                .filter("tojson(value, indent=None)", (r, a) -> new Markup(toJson(r, a[0], a[1])))
                .filter("fromjson(value)", (r, a) -> fromJson(r, a[0]));
    }

    private static Object attribute(Rendering r, Object object, Object name) {
        if (!Values.isText(name)) {
            throw PyError.type("attribute name must be string, not '" + Values.typeName(name) + "'");
        }
        return Access.attributeOnly(r, object, Values.text(name));
    }

    /** Prefect's: sorted keys, and no character that means anything in HTML. */
    private static String toJson(Rendering r, Object value, Object indent) {
        String unit = null;
        if (Values.isText(indent)) {
            unit = Values.text(indent);
        } else if (indent != None.NONE) {
            long width = Math.max(0, Softly.integer(indent, "indent"));
            r.text(width);
            unit = " ".repeat((int) width);
        }
        return new JsonWriter(r, true, unit, true).write(value);
    }

    /** An addition of this engine: reads JSON text, such as the field {@code payload} of a form that GitHub sends. */
    private static Object fromJson(Rendering r, Object value) {
        Softly.defined(value);
        if (!Values.isText(value)) {
            throw PyError.type("fromjson needs a text, not " + Values.typeName(value));
        }
        String text = Values.text(value);
        r.text(2L * text.length());
        r.items(text.length() / 4);
        return Values.of(JsonReader.read(text));
    }
}
