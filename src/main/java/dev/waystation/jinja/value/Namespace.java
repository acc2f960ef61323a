package dev.waystation.jinja.value;

import java.util.LinkedHashMap;
import java.util.Map;

/** What {@code namespace()} gives: the only value whose attributes a template can set. */
public final class Namespace implements PyObject {
    private final Map<String, Object> attributes = new LinkedHashMap<>();
    private boolean showing;

    /** Sets an attribute. */
    public void set(Rendering r, String name, Object value) {
        r.items(2);
        attributes.put(name, value);
    }

    @Override
    public String typeName() {
        return "Namespace";
    }

    @Override
    public Object attribute(Rendering r, String name) {
        return attributes.get(name);
    }

    @Override
    public void repr(Rendering r, TextBuilder out) {
        if (showing) {
            out.append("<Namespace {...}>");
            return;
        }
        showing = true;
        out.append("<Namespace ");
        PyDict.of(attributes).repr(r, out);
        out.append(">");
        showing = false;
    }
}
