package dev.waystation.subscription;

import dev.waystation.jinja.JinjaEngine;
import dev.waystation.jinja.Limits;
import dev.waystation.jinja.Template;
import dev.waystation.jinja.TemplateError;
import java.time.Duration;
import java.util.Map;

/**
 * An expression in Jinja's syntax that says whether an event is wanted, such as {@code data.runStatus == "Errored"}. Its
 * variables are the fields of the event; one that is not there is undefined, which equals nothing. Immutable; safe for use
 * by several threads.
 */
public final class EventFilter {

    /** Characters. */
    public static final int LONGEST = 4_000;

    /** Publishers wait for it, so it may cost far less than a template. */
    private static final JinjaEngine ENGINE = new JinjaEngine(
            Limits.DEFAULT
                    .withMaximumSteps(100_000)
                    .withMaximumValue(1 << 20, 16L << 20)
                    .withMaximumTime(Duration.ofMillis(200)),
            null);

    private static final String ALONE = "{{ ";
    private static final String CONDITION = "{% if ( ";
    private static final String YES = "1";

    private final Template template;

    private EventFilter(Template template) {
        this.template = template;
    }

    /**
     * Reads an expression.
     *
     * @throws InvalidTemplateException when it cannot be read; it tells line and column
     */
    public static EventFilter compile(String expression) throws InvalidTemplateException {
        // Alone first: a condition in parentheses would forgive an expression that closes and opens them itself.
        TemplateChecks.check(ENGINE, ALONE, expression, " }}");
        return new EventFilter(TemplateChecks.check(ENGINE, CONDITION, expression, " ) %}" + YES + "{% endif %}"));
    }

    /**
     * Whether it is true for an event with these fields.
     *
     * @throws TemplateError when it fails on them
     */
    public boolean accepts(Map<String, Object> fields) {
        return template.render(fields).equals(YES);
    }
}
