package dev.waystation.subscription;

import dev.waystation.jinja.JinjaEngine;
import dev.waystation.jinja.Limits;
import dev.waystation.jinja.TemplateError;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Makes the body that is sent from an event, for endpoints that want another shape. Its variables are the fields of the
 * event as it would be sent, and {@code body}, which is all of it. Pure functions; safe for use by several threads.
 */
public final class BodyTemplate {

    /** Characters of a template. */
    public static final int LONGEST = 65_536;

    /** The variable that holds the whole event. */
    private static final String WHOLE = "body";

    /** In characters: in UTF-8 it fits into the store's column, whatever the characters are. */
    private static final int LARGEST_BODY = 1 << 18;

    private static final JinjaEngine ENGINE = new JinjaEngine(Limits.DEFAULT.withMaximumOutput(LARGEST_BODY), null);

    private BodyTemplate() {}

    /**
     * Reads a template.
     *
     * @throws InvalidTemplateException when it cannot be read; it tells line and column
     */
    public static void check(String template) throws InvalidTemplateException {
        TemplateChecks.check(ENGINE, "", template, "");
    }

    /**
     * The body.
     *
     * @param event the event's JSON, as it would be sent without a template
     * @throws TemplateError when the template fails on this event
     */
    public static byte[] render(String template, byte[] event) {
        Map<String, Object> fields = EventFields.of(event);
        Map<String, Object> variables = new HashMap<>(fields);
        variables.put(WHOLE, fields);
        return ENGINE.template(template).render(variables).getBytes(StandardCharsets.UTF_8);
    }
}
