package dev.waystation.jinja.filter;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.UnaryOperator;

/** An iterator that computes its items one by one, null meaning the end. */
abstract class Lazily<T> implements Iterator<T> {
    private T next;

    abstract T compute();

    /** The items that a step does not turn into null, as the step turns them. */
    static Iterator<Object> each(Iterator<Object> items, UnaryOperator<Object> step) {
        return new Lazily<>() {
            @Override
            Object compute() {
                while (items.hasNext()) {
                    Object made = step.apply(items.next());
                    if (made != null) {
                        return made;
                    }
                }
                return null;
            }
        };
    }

    @Override
    public boolean hasNext() {
        if (next == null) {
            next = compute();
        }
        return next != null;
    }

    @Override
    public T next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        T item = next;
        next = null;
        return item;
    }
}
