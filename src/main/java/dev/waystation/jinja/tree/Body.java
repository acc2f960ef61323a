package dev.waystation.jinja.tree;

import dev.waystation.jinja.value.Markup;
import dev.waystation.jinja.value.Rendering;
import java.util.List;

/** Statements one after the other. */
public final class Body extends Stmt {
    private final Stmt[] statements;

    /** These statements. */
    public Body(List<Stmt> statements) {
        super(statements.stream().mapToInt(Stmt::height).max().orElse(0) + 1);
        this.statements = statements.toArray(new Stmt[0]);
    }

    @Override
    public void run(Rendering r, Scope scope) {
        for (Stmt statement : statements) {
            statement.run(r, scope);
        }
    }

    /** Runs it apart and returns what it wrote. */
    String collect(Rendering r, Scope scope) {
        StringBuilder outer = r.capture();
        run(r, scope);
        return r.release(outer);
    }

    /** Runs it apart; what it wrote is safe where escaping is on. */
    Object collect(Rendering r, Scope scope, Escaping escaping) {
        String text = collect(r, scope);
        return escaping.on(r) ? new Markup(text) : text;
    }
}
