package dev.waystation.jinja;

import java.time.Duration;

/**
 * What one template may cost. Every bound ends a render with a {@link TemplateError} of kind
 * {@link TemplateError.Kind#LIMIT}, in bounded memory and well before the machine suffers.
 *
 * @param maximumSource longest template text, in characters
 * @param maximumOutput longest rendered text, in characters
 * @param maximumValue longest single string or list a template may make, in characters or items
 * @param maximumMemory everything one render may allocate for values, added up, in bytes (an estimate)
 * @param maximumSteps loop rounds, evaluated nodes and items visited inside filters in one render
 * @param maximumTime wall-clock time of one render
 * @param maximumNesting depth of nesting in a template: brackets, blocks, and chains of operators or filters
 * @param maximumDepth depth of evaluation: nesting added up over macro calls, and depth of nested data
 */
public record Limits(
        int maximumSource,
        int maximumOutput,
        int maximumValue,
        long maximumMemory,
        long maximumSteps,
        Duration maximumTime,
        int maximumNesting,
        int maximumDepth) {

    /** Bounds that a hand-written webhook template does not come near: 8 Mi characters of output, 10 million steps, 5 seconds. */
    public static final Limits DEFAULT =
            new Limits(1 << 18, 8 << 20, 8 << 20, 128L << 20, 10_000_000, Duration.ofSeconds(5), 200, 600);

    /**
     * Checks that every bound is positive.
     *
     * @throws IllegalArgumentException if one is not
     */
    public Limits {
        if (maximumSource < 1
                || maximumOutput < 1
                || maximumValue < 1
                || maximumMemory < 1
                || maximumSteps < 1
                || maximumNesting < 1
                || maximumDepth < 1
                || maximumTime.isNegative()
                || maximumTime.isZero()) {
            throw new IllegalArgumentException("every limit of a template must be positive: " + this);
        }
    }

    /** These limits with another bound on the output, in characters. */
    public Limits withMaximumOutput(int characters) {
        return new Limits(
                maximumSource,
                characters,
                maximumValue,
                maximumMemory,
                maximumSteps,
                maximumTime,
                maximumNesting,
                maximumDepth);
    }

    /** These limits with another bound on the steps of a render. */
    public Limits withMaximumSteps(long steps) {
        return new Limits(
                maximumSource,
                maximumOutput,
                maximumValue,
                maximumMemory,
                steps,
                maximumTime,
                maximumNesting,
                maximumDepth);
    }

    /** These limits with another bound on the wall-clock time of a render. */
    public Limits withMaximumTime(Duration time) {
        return new Limits(
                maximumSource,
                maximumOutput,
                maximumValue,
                maximumMemory,
                maximumSteps,
                time,
                maximumNesting,
                maximumDepth);
    }

    /** These limits with another bound on single values (characters or items) and on all memory of a render (bytes). */
    public Limits withMaximumValue(int size, long memory) {
        return new Limits(
                maximumSource, maximumOutput, size, memory, maximumSteps, maximumTime, maximumNesting, maximumDepth);
    }
}
