package dev.waystation.jinja.filter;

import dev.waystation.jinja.value.Access;
import dev.waystation.jinja.value.Markup;
import dev.waystation.jinja.value.None;
import dev.waystation.jinja.value.Numbers;
import dev.waystation.jinja.value.PyList;
import dev.waystation.jinja.value.Rendering;
import dev.waystation.jinja.value.Text;
import dev.waystation.jinja.value.Undefined;
import dev.waystation.jinja.value.Values;
import java.util.ArrayList;
import java.util.List;

/** What the argument {@code attribute} of many filters means: {@code 'a.0.b'} is three steps into an item. */
final class ItemGetter {
    private final List<Object> parts;
    private final Object otherwise;
    private final boolean ignoreCase;

    private ItemGetter(List<Object> parts, Object otherwise, boolean ignoreCase) {
        this.parts = parts;
        this.otherwise = otherwise;
        this.ignoreCase = ignoreCase;
    }

    /** A getter; None as attribute gets the item itself. A default replaces what is undefined, unless it is null or None. */
    static ItemGetter of(Rendering r, Object attribute, Object otherwise, boolean ignoreCase) {
        List<Object> parts = new ArrayList<>();
        if (Values.isText(attribute)) {
            for (String part : Values.text(attribute).split("\\.", -1)) {
                r.items(1);
                boolean number = !part.isEmpty() && part.codePoints().allMatch(Text::isDigit);
                parts.add(number ? Numbers.parseInt(part, 10) : part);
            }
        } else if (attribute != None.NONE) {
            parts.add(attribute);
        }
        return new ItemGetter(parts, otherwise == None.NONE ? null : otherwise, ignoreCase);
    }

    Object get(Rendering r, Object item) {
        Object value = item;
        for (Object part : parts) {
            r.step();
            value = Access.itemOrAttribute(r, value, part);
            if (otherwise != null && value instanceof Undefined) {
                value = otherwise;
            }
        }
        return ignoreCase ? folded(r, value) : value;
    }

    /** Text in lower case, anything else as it is. */
    static Object folded(Rendering r, Object value) {
        if (value instanceof String text) {
            r.text(text.length());
            return Text.lower(text);
        }
        return value instanceof Markup markup ? new Markup(Text.lower(markup.text())) : value;
    }

    /** A getter of several attributes with commas between them: what {@code sort} compares. */
    static List<ItemGetter> several(Rendering r, Object attribute, boolean ignoreCase) {
        List<ItemGetter> getters = new ArrayList<>();
        if (Values.isText(attribute)) {
            for (String one : Values.text(attribute).split(",", -1)) {
                r.items(1);
                getters.add(of(r, one, null, ignoreCase));
            }
        } else {
            getters.add(of(r, attribute, null, ignoreCase));
        }
        return getters;
    }

    /** What several getters get, as a list. */
    static Object all(Rendering r, List<ItemGetter> getters, Object item) {
        List<Object> values = new ArrayList<>(getters.size());
        r.items(getters.size());
        for (ItemGetter getter : getters) {
            values.add(getter.get(r, item));
        }
        return new PyList(values);
    }
}
