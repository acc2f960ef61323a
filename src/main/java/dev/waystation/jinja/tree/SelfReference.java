package dev.waystation.jinja.tree;

import dev.waystation.jinja.value.Builtin;
import dev.waystation.jinja.value.PyError;
import dev.waystation.jinja.value.PyObject;
import dev.waystation.jinja.value.Rendering;
import dev.waystation.jinja.value.TextBuilder;

/** The variable {@code self}: {@code self.name()} prints a block once more. */
record SelfReference(Scope scope) implements PyObject {
    @Override
    public String typeName() {
        return "TemplateReference";
    }

    @Override
    public Object item(Rendering r, Object key) {
        Block block = key instanceof String name ? scope.root().blocks().get(name) : null;
        if (block == null) {
            throw new PyError(PyError.Type.KEY, "no such block");
        }
        return new Builtin(block.name() + "()", "BlockReference", (s, a) -> s.made(block.text(s, scope)));
    }

    @Override
    public void repr(Rendering r, TextBuilder out) {
        out.append("<TemplateReference None>");
    }
}
