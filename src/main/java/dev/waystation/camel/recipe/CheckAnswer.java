package dev.waystation.camel.recipe;

import dev.waystation.camel.Secrets;
import dev.waystation.camel.TargetException;
import dev.waystation.jinja.Json;
import dev.waystation.subscription.EventFilter;
import dev.waystation.subscription.InvalidTemplateException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * A step behind camel-http that looks whether the target took what was sent. Any status but 2xx is a failure, and so is
 * a 2xx whose body says so. A bean of a Kamelet: configured once, then used by any number of threads.
 */
public final class CheckAnswer implements Processor {

    private static final int LONGEST_QUOTE = 200;

    /** How gateways in front of a target, such as Teams', name the status that they got from behind. */
    private static final Pattern INNER_STATUS = Pattern.compile("(?i)HTTP error (?:code )?([1-5]\\d\\d)");

    private String target = "The target";
    private EventFilter success;
    private Map<Integer, String> advice = Map.of();

    @Override
    public void process(Exchange exchange) {
        Integer code = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
        int status = code == null ? 0 : code;
        String body = exchange.getMessage().getBody(String.class);
        String text = body == null ? "" : body.strip();
        if (status < 200 || status > 299) {
            throw new TargetException(sentence(exchange, status, text), status, retryAfter(exchange));
        }
        if (success != null && !success.accepts(answer(status, text))) {
            Matcher inner = INNER_STATUS.matcher(text);
            throw new TargetException(
                    sentence(exchange, status, text) + ", which is no success",
                    inner.find() ? Integer.parseInt(inner.group(1)) : 0,
                    retryAfter(exchange));
        }
    }

    private String sentence(Exchange exchange, int status, String text) {
        String quote = text.replaceAll("\\s+", " ");
        String shown = quote.length() <= LONGEST_QUOTE ? quote : quote.substring(0, LONGEST_QUOTE) + "…";
        return Secrets.of(exchange.getContext())
                .hide(target + " answered " + status
                        + (advice.containsKey(status) ? " (" + advice.get(status) + ")" : "")
                        + (shown.isEmpty() ? "" : ": " + shown));
    }

    private static String retryAfter(Exchange exchange) {
        return exchange.getMessage().getHeader("Retry-After", String.class);
    }

    private static Map<String, Object> answer(int status, String text) {
        Map<String, Object> fields = new HashMap<>();
        fields.put("status", status);
        fields.put("text", text);
        try {
            fields.put("body", Json.parse(text));
        } catch (IllegalArgumentException e) {
            fields.put("body", text);
        }
        return fields;
    }

    /** The target's name, for messages. */
    public void setTarget(String target) {
        this.target = target;
    }

    /** What to do about a status, for the delivery log: {@code 401: …; 403: …}. */
    public void setAdvice(String text) {
        Map<Integer, String> byStatus = new HashMap<>();
        for (String part : text.split(";\\s*(?=\\d{3}:)")) {
            byStatus.put(
                    Integer.valueOf(part.substring(0, 3)), part.substring(4).strip());
        }
        advice = Map.copyOf(byStatus);
    }

    /**
     * What a 2xx must fulfil besides: an expression in Jinja's syntax over {@code status}, {@code text} (the answer's
     * body) and {@code body} (the same, its JSON as values). Empty: nothing.
     */
    public void setSuccess(String expression) throws InvalidTemplateException {
        success = expression == null || expression.isBlank() ? null : EventFilter.compile(expression);
    }
}
