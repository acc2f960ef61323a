package dev.waystation.jinja.tree;

import dev.waystation.jinja.value.Namespace;
import dev.waystation.jinja.value.PyError;
import dev.waystation.jinja.value.Rendering;
import dev.waystation.jinja.value.Values;
import java.util.Iterator;
import java.util.List;

/** What can be assigned to: names, attributes of namespaces, and tuples of these. */
public final class Targets {
    private Targets() {}

    /** Somewhere to put a value. */
    public interface Target {
        /** Puts it there. */
        void assign(Rendering r, Scope scope, Object value);
    }

    /** A variable. */
    public record Variable(String name) implements Target {
        @Override
        public void assign(Rendering r, Scope scope, Object value) {
            scope.set(name, value);
        }
    }

    /** {@code namespace.attribute}. */
    public record NamespaceAttribute(String name, String attribute) implements Target {
        @Override
        public void assign(Rendering r, Scope scope, Object value) {
            if (!(scope.get(name) instanceof Namespace namespace)) {
                throw new PyError(
                        PyError.Type.RUNTIME, "cannot assign attribute on non-namespace object '" + name + "'");
            }
            namespace.set(r, attribute, value);
        }
    }

    /** Several at once. */
    public record Several(List<Target> targets) implements Target {
        @Override
        public void assign(Rendering r, Scope scope, Object value) {
            if (!Values.iterable(value)) {
                throw PyError.type("cannot unpack non-iterable " + Values.typeName(value) + " object");
            }
            Iterator<Object> items = Values.iterator(r, value);
            Object[] values = new Object[targets.size()];
            for (int i = 0; i < values.length; i++) {
                if (!items.hasNext()) {
                    throw PyError.value("not enough values to unpack (expected " + values.length + ", got " + i + ")");
                }
                values[i] = items.next();
            }
            if (items.hasNext()) {
                throw PyError.value("too many values to unpack (expected " + values.length + ")");
            }
            for (int i = 0; i < values.length; i++) {
                targets.get(i).assign(r, scope, values[i]);
            }
        }
    }
}
