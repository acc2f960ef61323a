package dev.waystation.jinja.tree;

import dev.waystation.jinja.value.Args;
import dev.waystation.jinja.value.Builtin;
import dev.waystation.jinja.value.Comparison;
import dev.waystation.jinja.value.PyCallable;
import dev.waystation.jinja.value.PyError;
import dev.waystation.jinja.value.PyIterator;
import dev.waystation.jinja.value.PySequence;
import dev.waystation.jinja.value.Rendering;
import dev.waystation.jinja.value.TextBuilder;
import dev.waystation.jinja.value.Undefined;
import dev.waystation.jinja.value.Values;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** The variable {@code loop}. It is also the iterator of its loop, and looks one item ahead. */
final class Loop implements PyCallable, Iterator<Object>, Values.PyIterable {
    private final Rendering r;
    private final Recursion recursion;
    private final int depth;
    private Iterator<Object> items;
    private int length;
    private int index0 = -1;
    private Object next;
    private Object current;
    private Object previous;
    private Object lastChanged;

    /** Runs the loop again over other items. */
    interface Recursion {
        Object run(Rendering r, Object over);
    }

    Loop(Rendering r, Iterator<Object> items, Object sized, int depth, Recursion recursion) {
        this.r = r;
        this.items = items;
        this.length = sized == null || sized instanceof PyIterator || sized instanceof Loop ? -1 : Values.length(sized);
        this.depth = depth;
        this.recursion = recursion;
    }

    private Object peek() {
        if (next == null && items.hasNext()) {
            next = items.next();
        }
        return next;
    }

    @Override
    public boolean hasNext() {
        return peek() != null;
    }

    @Override
    public Object next() {
        previous = current;
        current = peek();
        if (current == null) {
            throw new java.util.NoSuchElementException();
        }
        next = null;
        index0++;
        return current;
    }

    @Override
    public int length() {
        if (length < 0) {
            List<Object> rest = new ArrayList<>();
            if (next != null) {
                rest.add(next);
                next = null;
            }
            while (items.hasNext()) {
                r.items(1);
                rest.add(items.next());
            }
            length = index0 + 1 + rest.size();
            items = rest.iterator();
        }
        return length;
    }

    @Override
    public Iterator<Object> iterator(Rendering rendering) {
        return this;
    }

    @Override
    public Object attribute(Rendering rendering, String name) {
        return switch (name) {
            case "index" -> index0 + 1L;
            case "index0" -> (long) index0;
            case "revindex" -> (long) length() - index0;
            case "revindex0" -> (long) length() - index0 - 1;
            case "first" -> index0 == 0;
            case "last" -> peek() == null;
            case "length" -> (long) length();
            case "depth" -> depth + 1L;
            case "depth0" -> (long) depth;
            case "previtem" -> previous == null ? Undefined.because("there is no previous item") : previous;
            case "nextitem" -> peek() == null ? Undefined.because("there is no next item") : next;
            case "cycle" -> new Builtin("cycle(*args)", "method", (s, a) -> cycle((PySequence) a[0]));
            case "changed" -> new Builtin("changed(*value)", "method", (s, a) -> changed(a[0]));
            default -> null;
        };
    }

    private Object cycle(PySequence values) {
        if (values.size() == 0) {
            throw PyError.type("no items for cycling given");
        }
        return values.get(index0 % values.size());
    }

    private boolean changed(Object values) {
        if (lastChanged != null && Comparison.equal(r, lastChanged, values)) {
            return false;
        }
        lastChanged = values;
        return true;
    }

    @Override
    public Object call(Rendering rendering, Args args) {
        if (args.size() != 1 || !args.names().isEmpty()) {
            throw PyError.type("loop() takes one argument: what to go on with");
        }
        if (recursion == null) {
            throw PyError.type("The loop must have the 'recursive' marker to be called recursively.");
        }
        return recursion.run(rendering, args.get(0));
    }

    @Override
    public String typeName() {
        return "LoopContext";
    }

    @Override
    public void repr(Rendering rendering, TextBuilder out) {
        out.append("<LoopContext " + (index0 + 1) + "/" + length() + ">");
    }
}
