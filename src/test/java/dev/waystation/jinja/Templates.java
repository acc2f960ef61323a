package dev.waystation.jinja;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;

/** Short ways to render in tests. */
final class Templates {
    static final JinjaEngine ENGINE = new JinjaEngine();

    private Templates() {}

    static String render(String template) {
        return render(template, Map.of());
    }

    static String render(String template, Map<String, ?> context) {
        return ENGINE.compile(template).render(context);
    }

    static TemplateError errorOf(String template) {
        return errorOf(template, Map.of());
    }

    static TemplateError errorOf(String template, Map<String, ?> context) {
        return catchThrowableOfType(TemplateError.class, () -> render(template, context));
    }
}
