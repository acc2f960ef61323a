package dev.waystation.jinja.value;

import dev.waystation.jinja.Limits;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The state of one render: its output, what it has used up of its {@link Limits}, and the filters and tests it can
 * call. Used by one thread.
 */
public final class Rendering {
    /** Estimated cost of an item in a list, in bytes: its slot and a small object. */
    private static final int ITEM_BYTES = 24;

    private static final int STEPS_BETWEEN_CLOCK_READS = 1024;

    private final Limits limits;
    private final Library library;
    private final long deadline;
    private StringBuilder out;
    private boolean autoescape;
    private boolean folding;
    private int fuel;
    private long stepsLeft;
    private long memoryLeft;
    private int depth;
    private RandomGenerator random;

    /** Starts the clock of a render. */
    public Rendering(Limits limits, Library library, int expectedLength) {
        this.limits = limits;
        this.library = library;
        this.deadline = System.nanoTime() + limits.maximumTime().toNanos();
        this.stepsLeft = limits.maximumSteps();
        this.memoryLeft = limits.maximumMemory();
        this.out = new StringBuilder(expectedLength);
        refuel();
    }

    /** The filters and tests by name. */
    public Library library() {
        return library;
    }

    /** One unit of work; called at least once for every node run and every item visited. */
    public void step() {
        if (--fuel <= 0) {
            refuel();
        }
    }

    /** Several units of work at once, before they are done. */
    public void steps(long count) {
        if (count < fuel) {
            fuel -= (int) count;
        } else {
            stepsLeft += fuel - count;
            refuel();
        }
    }

    private void refuel() {
        if (stepsLeft <= 0) {
            throw PyError.limit("the template takes more than " + limits.maximumSteps() + " steps");
        }
        if (System.nanoTime() - deadline > 0) {
            throw PyError.limit(
                    "the template takes longer than " + limits.maximumTime().toMillis() + " ms");
        }
        fuel = (int) Math.min(STEPS_BETWEEN_CLOCK_READS, stepsLeft);
        stepsLeft -= fuel;
    }

    /** Accounts for a text of so many characters, before it is made. */
    public void text(long characters) {
        charge(characters, 2 * characters);
        if (characters > 256) {
            steps(characters >> 6);
        }
    }

    /** Accounts for a list of so many items, before it is made. */
    public void items(long count) {
        charge(count, ITEM_BYTES * count);
        if (count > 64) {
            steps(count >> 3);
        }
    }

    /** Checks that a value of so many characters or items may be. */
    public void fits(long size) {
        if (size > limits.maximumValue()) {
            throw PyError.limit("a value is larger than " + limits.maximumValue() + " characters or items");
        }
    }

    private void charge(long size, long bytes) {
        fits(size);
        memoryLeft -= bytes;
        if (memoryLeft < 0) {
            throw PyError.limit("the template's values take more than " + limits.maximumMemory() + " bytes");
        }
    }

    /** Goes deeper by so many levels of evaluation or of nested data; {@link #leave} must follow. */
    public void enter(int levels) {
        depth += levels;
        if (depth > limits.maximumDepth()) {
            // Not undone: nothing goes on after this.
            throw new PyError(
                    PyError.Type.RECURSION,
                    "maximum depth exceeded: macros, loops or data are nested more than " + limits.maximumDepth()
                            + " levels deep");
        }
    }

    /** Undoes {@link #enter}. */
    public void leave(int levels) {
        depth -= levels;
    }

    /** Adds to the output. */
    public void emit(String text) {
        if (text.length() > limits.maximumOutput() - out.length()) {
            throw PyError.limit("the output is longer than " + limits.maximumOutput() + " characters");
        }
        out.append(text);
    }

    /** Starts to collect output apart; returns what {@link #release} needs. */
    public StringBuilder capture() {
        StringBuilder outer = out;
        out = new StringBuilder();
        return outer;
    }

    /** Ends {@link #capture} and returns what was collected. */
    public String release(StringBuilder outer) {
        String text = out.toString();
        out = outer;
        text(2L * text.length());
        return text;
    }

    /** What was rendered. */
    public String output() {
        return out.toString();
    }

    /** Whether values are HTML-escaped when printed; off unless a template turns it on. */
    public boolean autoescape() {
        return autoescape;
    }

    /** Turns escaping on or off. */
    public void autoescape(boolean on) {
        autoescape = on;
    }

    /** Whether an expression of literals is evaluated as Jinja does while compiling. */
    public boolean folding() {
        return folding;
    }

    /** Starts or ends {@link #folding}. */
    public void folding(boolean on) {
        folding = on;
    }

    /** Text made by the template itself: safe to print where escaping is on. */
    public Object made(String text) {
        return autoescape ? new Markup(text) : text;
    }

    /** The source of randomness of this render. */
    public RandomGenerator random() {
        if (random == null) {
            random = new java.util.SplittableRandom();
        }
        return random;
    }

    /** Calls a filter by name, as {@code map} does. */
    public Object filter(String name, Object value, Args rest) {
        PyCallable filter = library.filter(name);
        if (filter == null) {
            throw new PyError(PyError.Type.RUNTIME, "No filter named '" + name + "'.");
        }
        return filter.call(this, rest.prepend(value));
    }

    /** Calls a test by name, as {@code select} does. */
    public boolean test(String name, Object value, Args rest) {
        PyCallable test = library.test(name);
        if (test == null) {
            throw new PyError(PyError.Type.RUNTIME, "No test named '" + name + "'.");
        }
        return Values.truthy(test.call(this, rest.prepend(value)));
    }

    /** The filters and tests that templates can name. */
    public interface Library {
        /** The filter of that name, or null. */
        PyCallable filter(String name);

        /** The test of that name, or null. */
        PyCallable test(String name);

        /** Names of all filters. */
        List<String> filterNames();

        /** Names of all tests. */
        List<String> testNames();
    }
}
