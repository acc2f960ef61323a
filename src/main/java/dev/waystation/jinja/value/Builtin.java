package dev.waystation.jinja.value;

/** A function of the engine: a global, a filter or a test. */
public final class Builtin implements PyCallable {
    private final Signature signature;
    private final Body body;
    private final String typeName;

    /** What it does with its arguments, in the order of its parameters. */
    @FunctionalInterface
    public interface Body {
        /** Runs it. */
        Object run(Rendering r, Object[] args);
    }

    /** A function with a signature such as {@code "center(value, width=80)"}. */
    public Builtin(String signature, Body body) {
        this(signature, "function", body);
    }

    /** A callable that shows another type. */
    public Builtin(String signature, String typeName, Body body) {
        this.signature = Signature.of(signature);
        this.typeName = typeName;
        this.body = body;
    }

    /** Its name. */
    public String name() {
        return signature.function();
    }

    @Override
    public Object call(Rendering r, Args args) {
        return body.run(r, signature.bind(r, args));
    }

    @Override
    public String typeName() {
        return typeName;
    }

    @Override
    public void repr(Rendering r, TextBuilder out) {
        out.append(typeName.equals("type") ? "<class '" + name() + "'>" : "<function " + name() + ">");
    }
}
