package dev.waystation.jinja.tree;

import dev.waystation.jinja.value.Markup;
import dev.waystation.jinja.value.PyError;
import dev.waystation.jinja.value.Rendering;
import dev.waystation.jinja.value.Values;
import java.util.Iterator;

/** {@code for target in items if test} with its {@code else}; recursive ones can be called by their {@code loop}. */
public final class ForLoop extends Stmt {
    private final Targets.Target target;
    private final Expr items;
    private final Expr test;
    private final boolean recursive;
    private final Body body;
    private final Body otherwise;
    private final boolean usesLoop;
    private final Escaping escaping;
    private final int offset;

    /** A loop; the test may be null. */
    public ForLoop(
            Targets.Target target,
            Expr items,
            Expr test,
            boolean recursive,
            Body body,
            Body otherwise,
            boolean usesLoop,
            Escaping escaping,
            int offset) {
        super(Math.max(Math.max(body.height(), otherwise.height()) + 1, Expr.above(items, test)));
        this.target = target;
        this.items = items;
        this.test = test;
        this.recursive = recursive;
        this.body = body;
        this.otherwise = otherwise;
        this.usesLoop = usesLoop || recursive;
        this.escaping = escaping;
        this.offset = offset;
    }

    @Override
    public void run(Rendering r, Scope scope) {
        Object over;
        try {
            over = items.eval(r, scope);
        } catch (PyError e) {
            throw e.at(offset);
        }
        run(r, scope, over, 0);
    }

    private void run(Rendering r, Scope scope, Object over, int depth) {
        Iterator<Object> each;
        Loop loop = null;
        try {
            each = Values.iterator(r, over);
            if (test != null) {
                each = new Chosen(r, scope, each);
            }
            if (usesLoop) {
                loop = new Loop(r, each, test == null ? over : null, depth, recursive ? recursion(scope, depth) : null);
                each = loop;
            }
            if (!each.hasNext()) {
                otherwise.run(r, new Scope(scope));
                return;
            }
        } catch (PyError e) {
            throw e.at(offset);
        }
        while (hasNext(each)) {
            Scope inner = new Scope(scope);
            if (loop != null) {
                inner.set("loop", loop);
            }
            assign(r, inner, each);
            body.run(r, inner);
        }
    }

    private boolean hasNext(Iterator<Object> each) {
        try {
            return each.hasNext();
        } catch (PyError e) {
            throw e.at(offset);
        }
    }

    private void assign(Rendering r, Scope inner, Iterator<Object> each) {
        try {
            r.step();
            target.assign(r, inner, each.next());
        } catch (PyError e) {
            throw e.at(offset);
        }
    }

    /** What calling {@code loop} does in a recursive one: runs the whole loop over other items, and returns its text. */
    private Loop.Recursion recursion(Scope scope, int depth) {
        return (r, over) -> {
            r.enter(height());
            StringBuilder outer = r.capture();
            run(r, scope, over, depth + 1);
            String text = r.release(outer);
            r.leave(height());
            return escaping.on(r) ? new Markup(text) : text;
        };
    }

    /** The items for which the test holds. */
    private final class Chosen implements Iterator<Object> {
        private final Rendering r;
        private final Scope scope;
        private final Iterator<Object> each;
        private Object next;

        Chosen(Rendering r, Scope scope, Iterator<Object> each) {
            this.r = r;
            this.scope = scope;
            this.each = each;
        }

        @Override
        public boolean hasNext() {
            while (next == null && each.hasNext()) {
                Object item = each.next();
                Scope inner = new Scope(scope);
                target.assign(r, inner, item);
                r.step();
                if (Values.truthy(test.eval(r, inner))) {
                    next = item;
                }
            }
            return next != null;
        }

        @Override
        public Object next() {
            if (!hasNext()) {
                throw new java.util.NoSuchElementException();
            }
            Object item = next;
            next = null;
            return item;
        }
    }
}
