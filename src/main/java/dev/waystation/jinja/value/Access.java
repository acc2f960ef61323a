package dev.waystation.jinja.value;

import java.util.Set;

/** How a template reaches into a value: {@code a.b} tries the attribute first, {@code a['b']} the item. */
public final class Access {
    /** Attributes that every Python object has; the sandbox hides them, but they still go before a dict's keys. */
    private static final Set<String> DUNDER = Set.of(
            "__class__",
            "__delattr__",
            "__dir__",
            "__doc__",
            "__eq__",
            "__format__",
            "__ge__",
            "__getattribute__",
            "__getstate__",
            "__gt__",
            "__hash__",
            "__init__",
            "__init_subclass__",
            "__le__",
            "__lt__",
            "__ne__",
            "__new__",
            "__reduce__",
            "__reduce_ex__",
            "__repr__",
            "__setattr__",
            "__sizeof__",
            "__str__",
            "__subclasshook__",
            "__len__",
            "__contains__",
            "__getitem__",
            "__iter__",
            "__add__",
            "__mul__",
            "__mod__",
            "__rmul__",
            "__rmod__",
            "__sub__",
            "__int__",
            "__float__",
            "__bool__",
            "__abs__",
            "__neg__",
            "__pow__",
            "__index__",
            "__round__",
            "__reversed__",
            "__class_getitem__",
            "__call__",
            "__globals__",
            "__code__",
            "__closure__",
            "__defaults__",
            "__dict__",
            "__module__",
            "__name__",
            "__qualname__",
            "__self__",
            "__subclasses__",
            "__mro__",
            "__bases__",
            "__base__",
            "__html__",
            "__setitem__",
            "__delitem__",
            "__or__",
            "__ror__",
            "__wrapped__");

    private Access() {}

    /** Jinja's {@code object.name}: the attribute, else the item, else undefined. */
    public static Object attributeOrItem(Rendering r, Object object, String name) {
        Object attribute = attribute(r, object, name);
        if (attribute != null) {
            return attribute;
        }
        Object item = itemOrNull(r, object, name);
        return item != null ? item : Undefined.missing(object, name);
    }

    /** Jinja's {@code object[key]}: the item, else for a text key the attribute, else undefined. */
    public static Object itemOrAttribute(Rendering r, Object object, Object key) {
        Object item = itemOrNull(r, object, key);
        if (item != null) {
            return item;
        }
        if (Values.isText(key)) {
            Object attribute = attribute(r, object, Values.text(key));
            if (attribute != null) {
                return attribute;
            }
        }
        return Undefined.missing(object, key instanceof Markup m ? m.text() : key);
    }

    /** The {@code attr} filter: the attribute or undefined. */
    public static Object attributeOnly(Rendering r, Object object, String name) {
        Object attribute = attribute(r, object, name);
        return attribute != null ? attribute : Undefined.missing(object, name);
    }

    /** The attribute, or null if there is none; a hidden one is undefined. */
    private static Object attribute(Rendering r, Object object, String name) {
        if (object instanceof Undefined undefined) {
            return undefined.attribute(r, name);
        }
        if (name.startsWith("_")) {
            return DUNDER.contains(name) ? Undefined.unsafe(object, name) : null;
        }
        if (Values.isText(object)) {
            return StrMethods.TABLE.bind(object, name);
        }
        if (object instanceof PyObject value) {
            return value.attribute(r, name);
        }
        return NumberMethods.attribute(object, name);
    }

    private static Object itemOrNull(Rendering r, Object object, Object key) {
        if (object instanceof PyDict dict && key instanceof String name) {
            return dict.get(name);
        }
        try {
            return item(r, object, key);
        } catch (PyError e) {
            if (e.type() == PyError.Type.TYPE || e.is(PyError.Type.INDEX, PyError.Type.KEY)) {
                return null;
            }
            throw e;
        }
    }

    /** Python's own {@code object[key]}, which fails if there is no such item. */
    public static Object item(Rendering r, Object object, Object key) {
        if (Values.isText(object)) {
            String found = Text.item(r, Values.text(object), key);
            return object instanceof Markup ? new Markup(found) : found;
        }
        if (object instanceof PyObject value) {
            return value.item(r, key);
        }
        throw PyError.type("'" + Values.typeName(object) + "' object is not subscriptable");
    }
}
