package dev.waystation.subscription;

import dev.waystation.jinja.JinjaEngine;
import dev.waystation.jinja.Template;
import dev.waystation.jinja.TemplateError;
import java.util.Map;

/** Finds before a template or an expression is kept what would make it fail on every event. */
final class TemplateChecks {

    /** What Python calls the error of a filter or a test that does not exist; the engine finds it when it renders. */
    private static final String UNKNOWN_NAME = "TemplateAssertionError";

    private TemplateChecks() {}

    /** Compiles {@code text} between a beginning on the same line and an end, and tells places as they are in the text. */
    static Template check(JinjaEngine engine, String before, String text, String after)
            throws InvalidTemplateException {
        Template template;
        try {
            template = engine.compile(before + text + after);
        } catch (TemplateError e) {
            throw invalid(e, before.length());
        }
        try {
            template.render(Map.of());
        } catch (TemplateError e) {
            // Fields are missing here, so that it fails otherwise says nothing.
            if (e.detail().startsWith(UNKNOWN_NAME)) {
                throw invalid(e, before.length());
            }
        }
        return template;
    }

    private static InvalidTemplateException invalid(TemplateError e, int before) {
        int column = e.line() == 1 ? Math.max(1, e.column() - before) : e.column();
        return new InvalidTemplateException(e.detail(), e.line(), column);
    }
}
