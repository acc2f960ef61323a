package dev.waystation.camel;

import dev.waystation.jinja.HeaderMap;
import dev.waystation.jinja.JinjaEngine;
import dev.waystation.jinja.Json;
import dev.waystation.jinja.Template;
import dev.waystation.jinja.TemplateError;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.Message;
import org.apache.camel.Predicate;
import org.apache.camel.support.ExpressionAdapter;
import org.apache.camel.support.ExpressionToPredicateAdapter;
import org.apache.camel.support.LanguageSupport;

/**
 * The language {@code jinja}: a Jinja2 template over the exchange, wherever Camel takes an expression. Its variables are
 * {@code headers} (found in any case), {@code body} (JSON as values, anything else as text), {@code method} (of the HTTP
 * request, if there was one) and the exchange's own variables.
 *
 * <p>A template is inline or {@code resource:file:…}; compiled when the route is made.
 */
public final class JinjaLanguage extends LanguageSupport {

    private static final String RESOURCE = "resource:";

    private final JinjaEngine engine = new JinjaEngine();

    @Override
    public Expression createExpression(String expression) {
        Template template = compile(expression);
        return new ExpressionAdapter() {
            @Override
            public Object evaluate(Exchange exchange) {
                return template.render(variables(exchange));
            }

            @Override
            public String toString() {
                return "jinja";
            }
        };
    }

    /** What is wrong with a template in a file is told with that file's line, not the route's. */
    private Template compile(String expression) {
        if (!expression.startsWith(RESOURCE)) {
            return engine.compile(loadResource(expression));
        }
        String name = expression.substring(RESOURCE.length());
        try {
            return engine.compile(name, loadResource(expression));
        } catch (TemplateError e) {
            throw new IllegalArgumentException(
                    "the template " + name + (e.line() > 0 ? ":" + e.line() : "") + ": " + e.detail());
        }
    }

    @Override
    public Predicate createPredicate(String expression) {
        return ExpressionToPredicateAdapter.toPredicate(createExpression(expression));
    }

    private static Map<String, Object> variables(Exchange exchange) {
        Message message = exchange.getMessage();
        Map<String, Object> variables = new LinkedHashMap<>();
        if (exchange.hasVariables()) {
            exchange.getVariables().forEach((name, value) -> variables.put(name, value(value)));
        }
        Map<String, String> headers = new LinkedHashMap<>();
        message.getHeaders().forEach((name, value) -> headers.put(name, String.valueOf(value)));
        variables.put("headers", HeaderMap.withNamesAsGiven(headers));
        variables.put("body", body(message));
        variables.put("method", message.getHeader(Exchange.HTTP_METHOD, String.class));
        return variables;
    }

    private static Object body(Message message) {
        Object body = message.getBody();
        if (body instanceof Map || body instanceof Collection || body instanceof Number || body instanceof Boolean) {
            return body;
        }
        String text = body instanceof byte[] bytes
                ? new String(bytes, StandardCharsets.UTF_8)
                : message.getBody(String.class);
        if (text == null) {
            return "";
        }
        try {
            return Json.parse(text);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    /** Templates see plain values only. */
    private static Object value(Object value) {
        return value instanceof Map
                        || value instanceof Collection
                        || value instanceof Number
                        || value instanceof Boolean
                        || value == null
                ? value
                : String.valueOf(value);
    }
}
