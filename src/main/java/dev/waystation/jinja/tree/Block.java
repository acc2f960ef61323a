package dev.waystation.jinja.tree;

import dev.waystation.jinja.value.PyError;
import dev.waystation.jinja.value.Rendering;
import dev.waystation.jinja.value.Undefined;

/** {@code block}: as no other template can fill it, it is printed where it stands, seeing the outermost variables only. */
public final class Block extends Stmt {
    private final String name;
    private final Body body;
    private final boolean scoped;
    private final boolean required;
    private final int offset;

    /** A block; a scoped one sees the variables around it, a required one fails. */
    public Block(String name, Body body, boolean scoped, boolean required, int offset) {
        super(body.height() + 1);
        this.name = name;
        this.body = body;
        this.scoped = scoped;
        this.required = required;
        this.offset = offset;
    }

    /** Its name. */
    public String name() {
        return name;
    }

    @Override
    public void run(Rendering r, Scope scope) {
        if (required) {
            throw new PyError(PyError.Type.RUNTIME, "Required block '" + name + "' not found").at(offset);
        }
        r.step();
        r.enter(height());
        Scope inner = new Scope(scoped ? scope : scope.outermost());
        inner.set("super", Undefined.because("there is no parent block called '" + name + "'."));
        body.run(r, inner);
        r.leave(height());
    }

    /** Prints it apart, for {@code self.name()}. */
    String text(Rendering r, Scope scope) {
        StringBuilder outer = r.capture();
        run(r, scope.outermost());
        return r.release(outer);
    }
}
