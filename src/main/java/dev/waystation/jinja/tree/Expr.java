package dev.waystation.jinja.tree;

import dev.waystation.jinja.value.Rendering;
import java.util.Collection;

/** An expression of a template. It never changes and can be evaluated by many renders at once. */
public abstract class Expr {
    private final int height;

    Expr(int height) {
        this.height = height;
    }

    /** Its value. */
    public abstract Object eval(Rendering r, Scope scope);

    /** Longest way down to a leaf, so that the depth of evaluation is known before it starts. */
    public final int height() {
        return height;
    }

    /** Whether it is made of literals, operators and pure filters only, so that Jinja evaluates it when compiling. */
    public boolean constant() {
        return false;
    }

    static int above(Expr... children) {
        int height = 0;
        for (Expr child : children) {
            height = child == null ? height : Math.max(height, child.height);
        }
        return height + 1;
    }

    static int above(Collection<? extends Expr> children) {
        return above(children.toArray(new Expr[0]));
    }

    static boolean constant(Collection<? extends Expr> children) {
        return children.stream().allMatch(Expr::constant);
    }
}
