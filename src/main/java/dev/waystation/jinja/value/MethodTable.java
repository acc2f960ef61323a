package dev.waystation.jinja.value;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The methods of one type: a fixed table, so that nothing else can be called on its values. */
public final class MethodTable<T> {
    private final Map<String, Entry<T>> methods = new HashMap<>();
    private final Set<String> unsafe = new HashSet<>();

    /** What a method does. */
    @FunctionalInterface
    public interface Body<T> {
        /** Runs it on a value. */
        Object run(Rendering r, T self, Object[] args);
    }

    private record Entry<T>(Signature signature, Body<T> body) {}

    /** A method bound to its value. */
    private record Bound<T>(T self, Entry<T> method) implements PyCallable {
        @Override
        public Object call(Rendering r, Args args) {
            if (self instanceof String text) {
                r.steps(text.length() >> 6);
            }
            return method.body.run(r, self, method.signature.bind(r, args));
        }

        @Override
        public String typeName() {
            return "builtin_function_or_method";
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Bound<?> that && self == that.self && method == that.method;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(self);
        }

        @Override
        public void repr(Rendering r, TextBuilder out) {
            out.append("<built-in method " + method.signature.function() + " of " + Values.typeName(self) + " object>");
        }
    }

    /** Adds a method with a signature such as {@code "ljust(width, fillchar=' ', /)"}. */
    public MethodTable<T> add(String signature, Body<T> body) {
        Signature parsed = Signature.of(signature);
        methods.put(parsed.function(), new Entry<>(parsed, body));
        return this;
    }

    /** Names methods that would change the value; the sandbox refuses them. */
    public MethodTable<T> refuse(String... names) {
        unsafe.addAll(List.of(names));
        return this;
    }

    /** Whether there is such a method, allowed or refused. */
    public boolean has(String name) {
        return methods.containsKey(name) || unsafe.contains(name);
    }

    /** The method bound to a value, or null if there is none of that name. */
    public Object bind(T self, String name) {
        Entry<T> method = methods.get(name);
        if (method != null) {
            return new Bound<>(self, method);
        }
        return unsafe.contains(name) ? Undefined.unsafe(self, name) : null;
    }
}
