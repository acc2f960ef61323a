package dev.waystation.jinja.value;

import java.util.List;

/** The arguments of a call: by position, then by name. */
public final class Args {
    /** No arguments. */
    public static final Args NONE = new Args(new Object[0], List.of(), new Object[0]);

    private final Object[] positional;
    private final List<String> names;
    private final Object[] named;

    /** Arguments; the arrays are not copied. */
    public Args(Object[] positional, List<String> names, Object[] named) {
        this.positional = positional;
        this.names = names;
        this.named = named;
    }

    /** Positional arguments only. */
    public static Args of(Object... positional) {
        return new Args(positional, List.of(), NONE.named);
    }

    /** Number of positional arguments. */
    public int size() {
        return positional.length;
    }

    /** A positional argument. */
    public Object get(int index) {
        return positional[index];
    }

    /** All positional arguments. */
    public Object[] positional() {
        return positional;
    }

    /** The names of the named ones, in order. */
    public List<String> names() {
        return names;
    }

    /** A named argument by its place in {@link #names}. */
    public Object named(int index) {
        return named[index];
    }

    /** The named argument, or null. */
    public Object named(String name) {
        int index = names.indexOf(name);
        return index < 0 ? null : named[index];
    }

    /** Whether there are neither positional nor named ones. */
    public boolean isEmpty() {
        return positional.length == 0 && names.isEmpty();
    }

    /** These with another one in front. */
    public Args prepend(Object first) {
        Object[] more = new Object[positional.length + 1];
        more[0] = first;
        System.arraycopy(positional, 0, more, 1, positional.length);
        return new Args(more, names, named);
    }

    /** These without the first positional ones. */
    public Args skip(int count) {
        Object[] fewer = java.util.Arrays.copyOfRange(positional, count, positional.length);
        return new Args(fewer, names, named);
    }
}
