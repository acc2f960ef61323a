package dev.waystation.receive;

import java.util.Map;

/** Renders the template of one webhook. Called by many threads at once. */
@FunctionalInterface
public interface TemplateRenderer {

    /**
     * @param context {@code method}, {@code headers} and {@code body} of {@link RequestContext}, unmodifiable
     * @return the text that the template made
     * @throws TemplateFailure when the template cannot be rendered with this request
     */
    String render(Map<String, Object> context) throws TemplateFailure;
}
