package dev.waystation.jinja.tree;

import dev.waystation.jinja.value.PyError;
import dev.waystation.jinja.value.Rendering;
import dev.waystation.jinja.value.Values;
import java.util.List;

/** Statements, but for loops, macros and blocks. */
public final class Statements {
    private Statements() {}

    /** {@code if} with its {@code elif}s and {@code else}. */
    public static final class If extends Stmt {
        private final List<Expr> tests;
        private final List<Body> bodies;
        private final Body otherwise;
        private final int offset;

        /** As many tests as bodies, and a body for when none holds. */
        public If(List<Expr> tests, List<Body> bodies, Body otherwise, int offset) {
            super(Math.max(
                    Expr.above(tests),
                    1
                            + Math.max(
                                    otherwise.height(),
                                    bodies.stream().mapToInt(Stmt::height).max().orElse(0))));
            this.tests = List.copyOf(tests);
            this.bodies = List.copyOf(bodies);
            this.otherwise = otherwise;
            this.offset = offset;
        }

        @Override
        public void run(Rendering r, Scope scope) {
            for (int i = 0; i < tests.size(); i++) {
                if (holds(r, scope, tests.get(i))) {
                    bodies.get(i).run(r, scope);
                    return;
                }
            }
            otherwise.run(r, scope);
        }

        private boolean holds(Rendering r, Scope scope, Expr test) {
            try {
                r.step();
                return Values.truthy(test.eval(r, scope));
            } catch (PyError e) {
                throw e.at(offset);
            }
        }
    }

    /** {@code set target = value}. */
    public static final class Assign extends Stmt {
        private final Targets.Target target;
        private final Expr value;
        private final int offset;

        /** An assignment. */
        public Assign(Targets.Target target, Expr value, int offset) {
            super(value.height() + 1);
            this.target = target;
            this.value = value;
            this.offset = offset;
        }

        @Override
        public void run(Rendering r, Scope scope) {
            try {
                r.step();
                target.assign(r, scope, value.eval(r, scope));
            } catch (PyError e) {
                throw e.at(offset);
            }
        }
    }

    /** {@code set target} with a body, perhaps filtered. */
    public static final class AssignBlock extends Stmt {
        private final Targets.Target target;
        private final Reach.Filter filter;
        private final Body body;
        private final Escaping escaping;
        private final int offset;

        /** An assignment of what the body writes; the filter may be null. */
        public AssignBlock(Targets.Target target, Reach.Filter filter, Body body, Escaping escaping, int offset) {
            super(Math.max(body.height(), Expr.above(filter)) + 1);
            this.target = target;
            this.filter = filter;
            this.body = body;
            this.escaping = escaping;
            this.offset = offset;
        }

        @Override
        public void run(Rendering r, Scope scope) {
            Object text = body.collect(r, new Scope(scope), escaping);
            try {
                target.assign(r, scope, filter == null ? text : filter.apply(r, scope, text));
            } catch (PyError e) {
                throw e.at(offset);
            }
        }
    }

    /** {@code filter name} with a body. */
    public static final class FilterBlock extends Stmt {
        private final Reach.Filter filter;
        private final Body body;
        private final Escaping escaping;

        /** Prints what the filter makes of what the body writes. */
        public FilterBlock(Reach.Filter filter, Body body, Escaping escaping) {
            super(Math.max(body.height(), filter.height()) + 1);
            this.filter = filter;
            this.body = body;
            this.escaping = escaping;
        }

        @Override
        public void run(Rendering r, Scope scope) {
            Scope inner = new Scope(scope);
            Object text = body.collect(r, inner, escaping);
            Object filtered = filter.apply(r, inner, text);
            if (!Values.isText(filtered)) {
                throw PyError.type("a filter block must give a text, not " + Values.typeName(filtered))
                        .at(filter.offset());
            }
            r.emit(Values.text(filtered));
        }
    }

    /** {@code with name = value, …}: the values do not see each other. */
    public static final class With extends Stmt {
        private final List<Targets.Target> targets;
        private final List<Expr> values;
        private final Body body;
        private final int offset;

        /** A body in a scope of its own. */
        public With(List<Targets.Target> targets, List<Expr> values, Body body, int offset) {
            super(Math.max(body.height() + 1, Expr.above(values)));
            this.targets = List.copyOf(targets);
            this.values = List.copyOf(values);
            this.body = body;
            this.offset = offset;
        }

        @Override
        public void run(Rendering r, Scope scope) {
            Scope inner = new Scope(scope);
            try {
                for (int i = 0; i < targets.size(); i++) {
                    r.step();
                    targets.get(i).assign(r, inner, values.get(i).eval(r, scope));
                }
            } catch (PyError e) {
                throw e.at(offset);
            }
            body.run(r, inner);
        }
    }

    /** {@code autoescape}. */
    public static final class Autoescape extends Stmt {
        private final Expr on;
        private final Body body;
        private final int offset;

        /** Escaping on or off in a body. */
        public Autoescape(Expr on, Body body, int offset) {
            super(Math.max(body.height() + 1, Expr.above(on)));
            this.on = on;
            this.body = body;
            this.offset = offset;
        }

        @Override
        public void run(Rendering r, Scope scope) {
            boolean before = r.autoescape();
            try {
                r.autoescape(Values.truthy(on.eval(r, scope)));
            } catch (PyError e) {
                throw e.at(offset);
            }
            body.run(r, new Scope(scope));
            r.autoescape(before);
        }
    }

    /** {@code include}, {@code extends}, {@code import}: templates cannot reach other templates. */
    public static final class OtherTemplate extends Stmt {
        private final int offset;

        /** A statement that fails when it runs. */
        public OtherTemplate(int offset) {
            super(1);
            this.offset = offset;
        }

        @Override
        public void run(Rendering r, Scope scope) {
            throw PyError.type("no loader for this environment specified: a template cannot use other templates")
                    .at(offset);
        }
    }
}
