package dev.waystation.camel.recipe;

import dev.waystation.jinja.JinjaEngine;
import dev.waystation.jinja.Json;
import dev.waystation.jinja.Template;
import dev.waystation.jinja.TemplateError;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A step that sets a variable to what an expression in Jinja's syntax gives for the event in the body, such as
 * {@code 'critical' if data.environmentName == 'Production' else 'warning'}. A bean of a Kamelet: configured once, then
 * used by any number of threads.
 */
public final class Rule implements Processor {

    private static final Logger LOG = LoggerFactory.getLogger(Rule.class);

    private static final JinjaEngine ENGINE = new JinjaEngine();

    private String parameter = "rule";
    private String variable = "rule";
    private String expression = "";
    private List<String> values = List.of();
    private Template template;

    /** Called by Camel when all properties are set. */
    public void check() {
        if (expression.isBlank()) {
            throw new IllegalArgumentException("the parameter '" + parameter + "' is no expression: it is empty");
        }
        String text = expression.strip();
        if (values.contains(text)) {
            throw new IllegalArgumentException("the parameter '" + parameter + "' is " + text
                    + ", which is the name of a field of the event; write the text in quotes: \"'" + text + "'\"");
        }
        if (text.matches("'[^']*'|\"[^\"]*\"")
                && !values.isEmpty()
                && !values.contains(text.substring(1, text.length() - 1))) {
            throw new IllegalArgumentException(
                    "the parameter '" + parameter + "' is " + text + ", expected one of " + values);
        }
        try {
            template = ENGINE.compile("{{ (" + expression + ") }}");
        } catch (TemplateError e) {
            throw new IllegalArgumentException("the parameter '" + parameter + "' is no expression: " + e.detail()
                    + "; write texts in quotes, for instance 'error'");
        }
    }

    @Override
    public void process(Exchange exchange) {
        exchange.setVariable(variable, value(exchange));
    }

    /** Better the gravest value than no message at all because of a rule. */
    private String value(Exchange exchange) {
        String gravest = values.isEmpty() ? "" : values.get(0);
        try {
            String value = template.render(fields(exchange)).strip();
            if (values.isEmpty() || values.contains(value)) {
                return value;
            }
            LOG.warn("The rule '{}' gave '{}', which is none of {}: '{}' is used", parameter, value, values, gravest);
        } catch (TemplateError e) {
            LOG.warn("The rule '{}' failed on an event: {}; '{}' is used", parameter, e.getMessage(), gravest);
        }
        return gravest;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> fields(Exchange exchange) {
        try {
            return Json.parse(exchange.getMessage().getBody(String.class)) instanceof Map<?, ?> map
                    ? (Map<String, Object>) map
                    : Map.of();
        } catch (IllegalArgumentException e) {
            return Map.of();
        }
    }

    /** The parameter of the Kamelet that holds the expression, for messages. */
    public void setParameter(String parameter) {
        this.parameter = parameter;
    }

    /** The variable to set. */
    public void setVariable(String variable) {
        this.variable = variable;
    }

    /** The expression; its variables are the fields of the event. */
    public void setExpression(String expression) {
        this.expression = expression;
    }

    /** What it may give, separated by commas, the gravest first, which also stands in for anything else. Empty: anything. */
    public void setValues(String values) {
        this.values = values.isBlank() ? List.of() : List.of(values.split("\\s*,\\s*"));
    }
}
