package dev.waystation.jinja.tree;

import dev.waystation.jinja.value.Markup;
import dev.waystation.jinja.value.PyError;
import dev.waystation.jinja.value.Rendering;
import dev.waystation.jinja.value.Values;

/** What writes to the output: text of the template, and printed expressions. */
public final class Print {
    private Print() {}

    /** Text as it stands in the template. */
    public static final class Text extends Stmt {
        private final String text;

        /** This text. */
        public Text(String text) {
            super(1);
            this.text = text;
        }

        @Override
        public void run(Rendering r, Scope scope) {
            r.emit(text);
        }
    }

    /** A printed expression. */
    public static final class Value extends Stmt {
        private final Expr expr;
        private final Escaping escaping;
        private final boolean folded;
        private final int offset;

        /** Prints this expression. */
        public Value(Expr expr, Escaping escaping, int offset) {
            super(expr.height() + 1);
            this.expr = expr;
            // A literal is written while compiling, when it is not known whether escaping will be on.
            this.escaping = escaping == Escaping.ASK && expr instanceof Literals.Const ? Escaping.OFF : escaping;
            this.folded = escaping != Escaping.ASK && expr.constant();
            this.offset = offset;
        }

        @Override
        public void run(Rendering r, Scope scope) {
            try {
                r.step();
                r.folding(folded);
                Object value = expr.eval(r, scope);
                r.folding(false);
                write(r, value, escaping);
            } catch (PyError e) {
                throw e.at(offset);
            }
        }
    }

    static void write(Rendering r, Object value, Escaping escaping) {
        r.emit(escaping.on(r) ? Markup.escape(r, value).text() : Values.str(r, value));
    }
}
