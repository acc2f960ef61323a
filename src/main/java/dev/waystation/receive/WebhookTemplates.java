package dev.waystation.receive;

import dev.waystation.jinja.JinjaEngine;
import dev.waystation.jinja.Template;
import dev.waystation.jinja.TemplateError;

/** Checks and compiles the templates of webhooks. Safe for use by several threads. */
public final class WebhookTemplates {

    /**
     * A template that is this word alone is built in: the body is a run event of dbt Cloud's. In Jinja's syntax it would
     * stand for itself, which is no event, so nothing is lost by it.
     */
    public static final String DBT = "dbt";

    private final JinjaEngine engine = new JinjaEngine();

    /** Whether it is {@link #DBT}. */
    public static boolean isDbt(String template) {
        return template.strip().equals(DBT);
    }

    /**
     * Checks what Prefect checks when a template is saved: its syntax, and how many loops it has. What else is wrong with
     * it shows when it is rendered.
     *
     * @param field which field of a webhook it is, for the error
     * @throws InvalidWebhookException telling the line
     */
    public void check(String field, String source) throws InvalidWebhookException {
        try {
            engine.validate(source);
        } catch (TemplateError e) {
            throw new InvalidWebhookException(field, e.detail(), e.line());
        }
    }

    /**
     * Compiles a template that was checked.
     *
     * @throws TemplateError when it was not, and is wrong
     */
    public TemplateRenderer compile(String source) {
        Template template = engine.compile(source);
        return context -> {
            try {
                return template.render(context);
            } catch (TemplateError e) {
                throw new TemplateFailure(e.detail(), e.line());
            }
        };
    }
}
