package dev.waystation.jinja.tree;

import dev.waystation.jinja.value.Rendering;

/** A statement or piece of text of a template. It never changes and can be run by many renders at once. */
public abstract class Stmt {
    private final int height;

    Stmt(int height) {
        this.height = height;
    }

    /** Runs it: writes to the output, changes the scope. */
    public abstract void run(Rendering r, Scope scope);

    /** Longest way down to a leaf. */
    public final int height() {
        return height;
    }
}
