package dev.waystation.jinja.tree;

import dev.waystation.jinja.value.Undefined;
import dev.waystation.jinja.value.Values;
import java.util.Map;

/**
 * The variables of a stretch of a template, inside those of the stretch around it. Names are compared by identity: the
 * parser makes one String of each.
 */
public final class Scope {
    private static final int FIRST_SIZE = 4;

    private final Scope outer;
    private final Root root;
    private String[] names;
    private Object[] values;
    private int size;

    /** What lies around all scopes of a render: its context, the globals, and the template's blocks. */
    public record Root(Map<String, ?> context, Map<String, Object> globals, Map<String, Block> blocks) {}

    /** The outermost scope, where a template's own variables go. */
    public Scope(Root root) {
        this.outer = null;
        this.root = root;
    }

    /** A scope inside another. */
    public Scope(Scope outer) {
        this.outer = outer;
        this.root = outer.root;
    }

    Root root() {
        return root;
    }

    /** The outermost scope around this one. */
    Scope outermost() {
        Scope scope = this;
        while (scope.outer != null) {
            scope = scope.outer;
        }
        return scope;
    }

    /** Sets a variable here. */
    public void set(String name, Object value) {
        for (int i = 0; i < size; i++) {
            if (names[i] == name) {
                values[i] = value;
                return;
            }
        }
        if (names == null) {
            names = new String[FIRST_SIZE];
            values = new Object[FIRST_SIZE];
        } else if (size == names.length) {
            names = java.util.Arrays.copyOf(names, 2 * size);
            values = java.util.Arrays.copyOf(values, 2 * size);
        }
        names[size] = name;
        values[size++] = value;
    }

    /** The variable in the nearest scope that has it, else in the context, else a global; undefined otherwise. */
    public Object get(String name) {
        for (Scope scope = this; scope != null; scope = scope.outer) {
            for (int i = 0; i < scope.size; i++) {
                if (scope.names[i] == name) {
                    return scope.values[i];
                }
            }
        }
        Object given = root.context.get(name);
        if (given != null || root.context.containsKey(name)) {
            return Values.of(given);
        }
        Object global = root.globals.get(name);
        if (global != null) {
            return global;
        }
        return name.equals("self") ? new SelfReference(this) : Undefined.name(name);
    }
}
