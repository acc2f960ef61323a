package dev.waystation.jinja.tree;

import dev.waystation.jinja.value.None;
import dev.waystation.jinja.value.Numbers;
import dev.waystation.jinja.value.PyComplex;
import dev.waystation.jinja.value.PyDict;
import dev.waystation.jinja.value.PyList;
import dev.waystation.jinja.value.PyRange;
import dev.waystation.jinja.value.PySequence;
import dev.waystation.jinja.value.PySlice;
import dev.waystation.jinja.value.PyTuple;
import dev.waystation.jinja.value.Rendering;
import dev.waystation.jinja.value.Values;
import java.util.ArrayList;
import java.util.List;

/** Literals and displays: constants, lists, tuples, dicts, slices. */
public final class Literals {
    private Literals() {}

    /** Whether a value can be written as a literal. */
    public static boolean isLiteral(Rendering r, Object value) {
        r.step();
        if (value instanceof PySequence items) {
            for (int i = 0; i < items.size(); i++) {
                if (!isLiteral(r, items.get(i))) {
                    return false;
                }
            }
            return true;
        }
        return Values.isText(value)
                || Numbers.isReal(value)
                || value == None.NONE
                || value instanceof PyRange
                || value instanceof PyComplex;
    }

    /** A constant. */
    public static final class Const extends Expr {
        private final Object value;

        /** A constant of this value. */
        public Const(Object value) {
            super(1);
            this.value = value;
        }

        /** Its value. */
        public Object value() {
            return value;
        }

        @Override
        public Object eval(Rendering r, Scope scope) {
            return value;
        }

        @Override
        public boolean constant() {
            return true;
        }
    }

    /** A list or a tuple. */
    public static final class Items extends Expr {
        private final List<Expr> items;
        private final boolean tuple;

        /** A display of these items. */
        public Items(List<Expr> items, boolean tuple) {
            super(above(items));
            this.items = List.copyOf(items);
            this.tuple = tuple;
        }

        /** Whether it is a tuple. */
        public boolean tuple() {
            return tuple;
        }

        /** The items. */
        public List<Expr> items() {
            return items;
        }

        @Override
        public Object eval(Rendering r, Scope scope) {
            r.items(items.size());
            List<Object> values = new ArrayList<>(items.size());
            for (Expr item : items) {
                values.add(item.eval(r, scope));
            }
            return tuple ? new PyTuple(values) : new PyList(values);
        }

        @Override
        public boolean constant() {
            return constant(items);
        }
    }

    /** A dict. */
    public static final class Dict extends Expr {
        private final List<Expr> keys;
        private final List<Expr> values;

        /** A display of these entries. */
        public Dict(List<Expr> keys, List<Expr> values) {
            super(Math.max(above(keys), above(values)));
            this.keys = List.copyOf(keys);
            this.values = List.copyOf(values);
        }

        @Override
        public Object eval(Rendering r, Scope scope) {
            PyDict.Builder dict = new PyDict.Builder(r);
            for (int i = 0; i < keys.size(); i++) {
                dict.put(keys.get(i).eval(r, scope), values.get(i).eval(r, scope));
            }
            return dict.build();
        }

        @Override
        public boolean constant() {
            return constant(keys) && constant(values);
        }
    }

    /** A slice in brackets. */
    public static final class Slice extends Expr {
        private final Expr start;
        private final Expr stop;
        private final Expr step;

        /** A slice of these parts. */
        public Slice(Expr start, Expr stop, Expr step) {
            super(above(start, stop, step));
            this.start = start;
            this.stop = stop;
            this.step = step;
        }

        @Override
        public Object eval(Rendering r, Scope scope) {
            return new PySlice(start.eval(r, scope), stop.eval(r, scope), step.eval(r, scope));
        }

        @Override
        public boolean constant() {
            return start.constant() && stop.constant() && step.constant();
        }
    }
}
