package dev.waystation.jinja.tree;

import dev.waystation.jinja.value.Access;
import dev.waystation.jinja.value.Args;
import dev.waystation.jinja.value.DictMethods;
import dev.waystation.jinja.value.PyCallable;
import dev.waystation.jinja.value.PyDict;
import dev.waystation.jinja.value.PyError;
import dev.waystation.jinja.value.Rendering;
import dev.waystation.jinja.value.Undefined;
import dev.waystation.jinja.value.Values;

/** Expressions that reach for something: names, attributes, items, calls, filters and tests. */
public final class Reach {
    private Reach() {}

    /** A variable. */
    public static final class Name extends Expr {
        private final String name;

        /** The variable of that name. */
        public Name(String name) {
            super(1);
            this.name = name;
        }

        /** Its name. */
        public String name() {
            return name;
        }

        @Override
        public Object eval(Rendering r, Scope scope) {
            return scope.get(name);
        }
    }

    /** {@code owner.name}. */
    public static final class Attribute extends Expr {
        private final Expr owner;
        private final String name;
        /** Whether a dict has no method of that name, so that its key can be looked up at once. */
        private final boolean plainKey;

        /** An attribute of an owner. */
        public Attribute(Expr owner, String name) {
            super(above(owner));
            this.owner = owner;
            this.name = name;
            this.plainKey = !name.startsWith("_") && !DictMethods.has(name);
        }

        @Override
        public Object eval(Rendering r, Scope scope) {
            Object value = owner.eval(r, scope);
            if (plainKey && value instanceof PyDict dict) {
                Object found = dict.get(name);
                return found == null ? Undefined.missing(dict, name) : found;
            }
            return Access.attributeOrItem(r, value, name);
        }

        @Override
        public boolean constant() {
            return owner.constant();
        }
    }

    /** {@code owner[key]}. */
    public static final class Item extends Expr {
        private final Expr owner;
        private final Expr key;
        private final boolean strict;

        /** An item of an owner. */
        public Item(Expr owner, Expr key) {
            super(above(owner, key));
            this.owner = owner;
            this.key = key;
            this.strict = key instanceof Literals.Slice;
        }

        @Override
        public Object eval(Rendering r, Scope scope) {
            Object value = owner.eval(r, scope);
            Object at = key.eval(r, scope);
            // A slice that runs is Python's own and can fail; one folded while compiling gives undefined.
            if (strict && !r.folding()) {
                return Access.item(r, value, at);
            }
            return Access.itemOrAttribute(r, value, at);
        }

        @Override
        public boolean constant() {
            return owner.constant() && key.constant();
        }
    }

    /** {@code callee(arguments)}. */
    public static final class Call extends Expr {
        private final Expr callee;
        private final Arguments arguments;
        private final int offset;

        /** A call. */
        public Call(Expr callee, Arguments arguments, int offset) {
            super(Math.max(above(callee), arguments.height() + 1));
            this.callee = callee;
            this.arguments = arguments;
            this.offset = offset;
        }

        @Override
        public Object eval(Rendering r, Scope scope) {
            return call(r, scope, null);
        }

        /** Calls with one more named argument, the body of a call block. */
        Object call(Rendering r, Scope scope, PyCallable caller) {
            try {
                r.step();
                Object function = callee.eval(r, scope);
                Args args = arguments.eval(r, scope);
                if (caller != null) {
                    args = Arguments.with(args, "caller", caller);
                }
                return Values.call(r, function, args);
            } catch (PyError e) {
                throw e.at(offset);
            }
        }
    }

    /** {@code value|filter(arguments)}. */
    public static final class Filter extends Expr {
        private final Expr value;
        private final String name;
        private final PyCallable filter;
        private final Arguments arguments;
        private final boolean pure;
        private final int offset;

        /** A filter; null if there is none of that name. A null value is given by the block around it. */
        public Filter(Expr value, String name, PyCallable filter, Arguments arguments, boolean pure, int offset) {
            super(Math.max(above(value), arguments.height() + 1));
            this.value = value;
            this.name = name;
            this.filter = filter;
            this.arguments = arguments;
            this.pure = pure;
            this.offset = offset;
        }

        @Override
        public Object eval(Rendering r, Scope scope) {
            return apply(r, scope, null);
        }

        int offset() {
            return offset;
        }

        /** Filters the text that the innermost filter of a block starts with. */
        Object apply(Rendering r, Scope scope, Object text) {
            try {
                r.step();
                Object input = value instanceof Filter inner
                        ? inner.apply(r, scope, text)
                        : value == null ? text : value.eval(r, scope);
                Args rest = arguments.eval(r, scope);
                if (filter == null) {
                    throw new PyError(PyError.Type.RUNTIME, "No filter named '" + name + "'.");
                }
                return filter.call(r, rest.prepend(input));
            } catch (PyError e) {
                throw e.at(offset);
            }
        }

        @Override
        public boolean constant() {
            return pure && filter != null && value != null && value.constant() && arguments.constant();
        }
    }

    /** {@code value is test(arguments)}. */
    public static final class Test extends Expr {
        private final Expr value;
        private final String name;
        private final PyCallable test;
        private final Arguments arguments;
        private final int offset;

        /** A test; null if there is none of that name. */
        public Test(Expr value, String name, PyCallable test, Arguments arguments, int offset) {
            super(Math.max(above(value), arguments.height() + 1));
            this.value = value;
            this.name = name;
            this.test = test;
            this.arguments = arguments;
            this.offset = offset;
        }

        @Override
        public Object eval(Rendering r, Scope scope) {
            try {
                r.step();
                Object input = value.eval(r, scope);
                Args rest = arguments.eval(r, scope);
                if (test == null) {
                    throw new PyError(PyError.Type.RUNTIME, "No test named '" + name + "'.");
                }
                return test.call(r, rest.prepend(input));
            } catch (PyError e) {
                throw e.at(offset);
            }
        }

        @Override
        public boolean constant() {
            return test != null && value.constant() && arguments.constant();
        }
    }
}
