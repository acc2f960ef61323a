package dev.waystation.jinja.value;

/** A value that can be called. */
public interface PyCallable extends PyObject {
    /** Calls it. */
    Object call(Rendering r, Args args);
}
