package dev.waystation.jinja.tree;

import dev.waystation.jinja.value.PyError;
import dev.waystation.jinja.value.Rendering;
import java.util.Collections;
import java.util.List;

/** {@code macro} and {@code call}. */
public final class MacroStatements {
    private MacroStatements() {}

    /** The names that a macro's body can speak of without declaring them. */
    public record Uses(boolean varargs, boolean kwargs, boolean caller) {}

    private static Macro.Definition definition(
            String name, List<String> parameters, List<Expr> defaults, Body body, Uses uses) {
        return new Macro.Definition(
                name,
                List.copyOf(parameters),
                Collections.unmodifiableList(defaults),
                body,
                uses.varargs(),
                uses.kwargs(),
                uses.caller());
    }

    /** Defines a macro. */
    public static final class Define extends Stmt {
        private final Macro.Definition definition;

        /** A macro; defaults has null for parameters without one. */
        public Define(String name, List<String> parameters, List<Expr> defaults, Body body, Uses uses) {
            super(definition(name, parameters, defaults, body, uses).height());
            this.definition = definition(name, parameters, defaults, body, uses);
        }

        @Override
        public void run(Rendering r, Scope scope) {
            scope.set(definition.name(), new Macro(definition, scope));
        }
    }

    /** Calls a macro with a body that it can call back. */
    public static final class CallBlock extends Stmt {
        private final Macro.Definition definition;
        private final Reach.Call call;
        private final Escaping escaping;
        private final int offset;

        /** A call with a body. */
        public CallBlock(
                Reach.Call call,
                List<String> parameters,
                List<Expr> defaults,
                Body body,
                Uses uses,
                Escaping escaping,
                int offset) {
            super(Math.max(
                            call.height(),
                            definition(null, parameters, defaults, body, uses).height())
                    + 1);
            this.definition = definition(null, parameters, defaults, body, uses);
            this.call = call;
            this.escaping = escaping;
            this.offset = offset;
        }

        @Override
        public void run(Rendering r, Scope scope) {
            try {
                Print.write(r, call.call(r, scope, new Macro(definition, scope)), escaping);
            } catch (PyError e) {
                throw e.at(offset);
            }
        }
    }
}
